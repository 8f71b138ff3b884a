#include "sync/server/pki.h"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

#include "kiosk/base/crypto.h"

namespace hailong::server {

namespace {

constexpr int kCaDays = 20 * 366;
constexpr int kLeafDays = 5 * 366;
constexpr std::size_t kMaxPem = 8192;

struct Deleter {
    void operator()(BIO* bio) const { BIO_free_all(bio); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(X509_REQ* request) const { X509_REQ_free(request); }
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(BIGNUM* number) const { BN_free(number); }
};
template <class T>
using Owned = std::unique_ptr<T, Deleter>;

tl::unexpected<Error> failed(std::string_view doing, ErrorCode code = ErrorCode::crypto) {
    char text[256] = "no reason given";
    const unsigned long number = ERR_get_error();
    if (number != 0) ERR_error_string_n(number, text, sizeof text);
    ERR_clear_error();
    return fail(code, std::string(doing) + ": " + text);
}

Owned<BIO> reader(std::string_view text) {
    return Owned<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::string_view contents(const Owned<BIO>& bio) {
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &bytes);
    return {bytes, static_cast<std::size_t>(size)};
}

template <class Object>
Result<base::Digest> digest_of(Object* object, int (*encode)(const Object*, unsigned char**)) {
    unsigned char* bytes = nullptr;
    const int size = encode(object, &bytes);
    if (size <= 0) return failed("encode as DER");
    const auto digest = base::sha256({reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)});
    OPENSSL_free(bytes);
    return digest;
}

Result<Owned<EVP_PKEY>> read_key(const base::Secret& pem) {
    Owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(reader(pem.view()).get(), nullptr, nullptr, nullptr));
    if (!key) return failed("read private key");
    return key;
}

Result<Owned<X509>> read_certificate(std::string_view pem) {
    if (pem.size() > kMaxPem) return fail(ErrorCode::bad_input, "certificate is too long");
    Owned<X509> certificate(PEM_read_bio_X509(reader(pem).get(), nullptr, nullptr, nullptr));
    if (!certificate) return failed("read certificate", ErrorCode::bad_input);
    return certificate;
}

Result<base::Secret> key_pem(EVP_PKEY* key) {
    const Owned<BIO> out(BIO_new(BIO_s_secmem()));
    if (PEM_write_bio_PKCS8PrivateKey(out.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
        return failed("write private key");
    }
    return base::Secret(contents(out));
}

Result<std::string> certificate_pem(X509* certificate) {
    const Owned<BIO> out(BIO_new(BIO_s_mem()));
    if (PEM_write_bio_X509(out.get(), certificate) != 1) return failed("write certificate");
    return std::string(contents(out));
}

bool set_name(X509_NAME* name, const std::string& text) {
    return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.data()),
                                      static_cast<int>(text.size()), -1, 0) == 1;
}

// Serial numbers are random (128 bits), so no counter has to be kept.
bool set_serial(X509* certificate) {
    const Owned<BIGNUM> number(BN_new());
    return number && BN_rand(number.get(), 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
           BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

struct Extension {
    int nid;
    std::string value;
};

bool add_extensions(X509* certificate, X509* issuer, const std::vector<Extension>& extensions) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    for (const Extension& extension : extensions) {
        const Owned<X509_EXTENSION> made(
            X509V3_EXT_conf_nid(nullptr, &context, extension.nid, extension.value.c_str()));
        if (!made || X509_add_ext(certificate, made.get(), -1) != 1) return false;
    }
    return true;
}

struct Plan {
    std::string name;
    int days = 0;
    std::vector<Extension> extensions;
    base::WallTime now;
};

// Valid from a day before `now`: a terminal's clock may be behind.
bool set_times(X509* certificate, const Plan& plan) {
    const std::time_t now = std::chrono::duration_cast<std::chrono::seconds>(plan.now.time_since_epoch()).count();
    std::time_t base = now;
    return X509_time_adj_ex(X509_getm_notBefore(certificate), -1, 0, &base) != nullptr &&
           X509_time_adj_ex(X509_getm_notAfter(certificate), plan.days, 0, &base) != nullptr;
}

// `issuer` null: self-signed.
Result<Owned<X509>> make_certificate(const Plan& plan, EVP_PKEY* subject, X509* issuer, EVP_PKEY* issuer_key) {
    Owned<X509> made(X509_new());
    if (!made || X509_set_version(made.get(), X509_VERSION_3) != 1 || !set_serial(made.get())) return failed("serial");
    if (!set_times(made.get(), plan)) return failed("set the certificate's dates");
    if (!set_name(X509_get_subject_name(made.get()), plan.name)) return failed("name the certificate " + plan.name);
    X509* parent = issuer != nullptr ? issuer : made.get();
    if (X509_set_issuer_name(made.get(), X509_get_subject_name(parent)) != 1) return failed("name the issuer");
    if (X509_set_pubkey(made.get(), subject) != 1) return failed("set the public key");
    if (!add_extensions(made.get(), parent, plan.extensions)) return failed("add extensions");
    if (X509_sign(made.get(), issuer_key, EVP_sha256()) <= 0) return failed("sign the certificate");
    return made;
}

Result<Issued> finish(X509* certificate, EVP_PKEY* key) {
    HL_TRY(auto pem, certificate_pem(certificate));
    HL_TRY(auto secret, key_pem(key));
    return Issued{std::move(pem), std::move(secret)};
}

std::string alternative_names(const std::vector<std::string>& hosts) {
    std::string out;
    for (const std::string& host : hosts) {
        in_addr address{};
        const bool is_address = inet_pton(AF_INET, host.c_str(), &address) == 1;
        out += (out.empty() ? "" : ",") + std::string(is_address ? "IP:" : "DNS:") + host;
    }
    return out;
}

Result<Owned<X509_REQ>> parse_request_pem(std::string_view pem) {
    if (pem.size() > kMaxPem) return fail(ErrorCode::bad_input, "certificate request is too long");
    Owned<X509_REQ> request(PEM_read_bio_X509_REQ(reader(pem).get(), nullptr, nullptr, nullptr));
    if (!request) return failed("read certificate request", ErrorCode::bad_input);
    return request;
}

bool is_p256(EVP_PKEY* key) {
    char group[32] = "";
    std::size_t length = 0;
    return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
           EVP_PKEY_get_group_name(key, group, sizeof group, &length) == 1 && std::string_view(group) == "prime256v1";
}

}  // namespace

Result<Issued> make_ca(const std::string& name, base::WallTime now) {
    const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
    if (!key) return failed("make the CA's key");
    const Plan plan{name,
                    kCaDays,
                    {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                     {NID_key_usage, "critical,keyCertSign,cRLSign"},
                     {NID_subject_key_identifier, "hash"}},
                    now};
    HL_TRY(const auto certificate, make_certificate(plan, key.get(), nullptr, key.get()));
    return finish(certificate.get(), key.get());
}

bool is_pair(const Issued& issued) {
    const auto certificate = read_certificate(issued.certificate);
    const auto key = read_key(issued.key);
    const bool fits = certificate && key && X509_check_private_key(certificate->get(), key->get()) == 1;
    ERR_clear_error();
    return fits;
}

Result<std::string> first_certificate(std::string_view bundle) {
    HL_TRY(const auto certificate, read_certificate(bundle));
    return certificate_pem(certificate.get());
}

Result<Issued> make_server_certificate(const Issued& ca, const std::vector<std::string>& hosts, base::WallTime now) {
    HL_TRY(const auto ca_certificate, read_certificate(ca.certificate));
    HL_TRY(const auto ca_key, read_key(ca.key));
    const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
    if (!key) return failed("make the server's key");
    const Plan plan{hosts.front(),
                    kLeafDays,
                    {{NID_basic_constraints, "critical,CA:FALSE"},
                     {NID_key_usage, "critical,digitalSignature"},
                     {NID_ext_key_usage, "serverAuth"},
                     {NID_authority_key_identifier, "keyid:always"},
                     {NID_subject_alt_name, alternative_names(hosts)}},
                    now};
    HL_TRY(const auto certificate, make_certificate(plan, key.get(), ca_certificate.get(), ca_key.get()));
    return finish(certificate.get(), key.get());
}

Result<SigningRequest> read_request(std::string_view pem) {
    HL_TRY(const auto request, parse_request_pem(pem));
    EVP_PKEY* key = X509_REQ_get0_pubkey(request.get());
    if (key == nullptr || !is_p256(key)) return fail(ErrorCode::bad_input, "certificate request: not a P-256 key");
    if (X509_REQ_verify(request.get(), key) != 1) return failed("certificate request", ErrorCode::bad_input);
    HL_TRY(const auto digest, digest_of(request.get(), i2d_X509_REQ));
    HL_TRY(const auto spki, digest_of(key, i2d_PUBKEY));
    return SigningRequest{std::string(pem), digest, spki};
}

bool request_key_signed(const SigningRequest& request, std::string_view bytes, std::string_view signature) {
    const auto parsed = parse_request_pem(request.pem);
    if (!parsed) return false;
    const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
    EVP_PKEY* key = X509_REQ_get0_pubkey(parsed->get());
    const bool holds =
        EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
        EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                         reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()) == 1;
    ERR_clear_error();
    return holds;
}

Result<std::string> issue_client(const Issued& ca, const SigningRequest& request, const std::string& device,
                                 base::WallTime now) {
    HL_TRY(const auto ca_certificate, read_certificate(ca.certificate));
    HL_TRY(const auto ca_key, read_key(ca.key));
    HL_TRY(const auto parsed, parse_request_pem(request.pem));
    const Plan plan{device,
                    kLeafDays,
                    {{NID_basic_constraints, "critical,CA:FALSE"},
                     {NID_key_usage, "critical,digitalSignature"},
                     {NID_ext_key_usage, "clientAuth"},
                     {NID_authority_key_identifier, "keyid:always"}},
                    now};
    EVP_PKEY* key = X509_REQ_get0_pubkey(parsed.get());
    HL_TRY(const auto certificate, make_certificate(plan, key, ca_certificate.get(), ca_key.get()));
    return certificate_pem(certificate.get());
}

Result<base::Digest> key_of_certificate(std::string_view pem) {
    HL_TRY(const auto certificate, read_certificate(pem));
    EVP_PKEY* key = X509_get0_pubkey(certificate.get());
    if (key == nullptr) return failed("read the certificate's key", ErrorCode::bad_input);
    return digest_of(key, i2d_PUBKEY);
}

Result<std::string> unescape(std::string_view percent_encoded) {
    std::string out;
    for (std::size_t i = 0; i < percent_encoded.size(); ++i) {
        if (percent_encoded[i] != '%') {
            out += percent_encoded[i];
            continue;
        }
        std::string digits(percent_encoded.substr(i + 1, 2));
        for (char& digit : digits) digit = digit >= 'A' && digit <= 'F' ? static_cast<char>(digit - 'A' + 'a') : digit;
        HL_TRY(const auto byte, base::from_hex(digits));
        if (byte.size() != 1) return fail(ErrorCode::bad_input, "a percent sign without two hex digits");
        out += byte;
        i += 2;
    }
    return out;
}

}  // namespace hailong::server
