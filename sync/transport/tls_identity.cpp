#include "sync/transport/tls_identity.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>

namespace hailong::transport {

namespace {

template <auto Free>
struct Freed {
    template <class Handle>
    void operator()(Handle* handle) const {
        Free(handle);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using Csr = std::unique_ptr<X509_REQ, Freed<X509_REQ_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;

tl::unexpected<Error> failed(std::string_view doing) {
    return fail(ErrorCode::crypto, "TLS key: cannot " + std::string(doing));
}

Bio open_text(std::string_view text) { return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))); }

std::string_view written(const Bio& bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

Result<Key> read_key(const base::Secret& pem) {
    const Bio bio = open_text(pem.view());
    Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
    if (!key) return failed("read the private key");
    return key;
}

Result<base::Digest> digest_of(const Csr& csr) {
    unsigned char* der = nullptr;
    const int size = i2d_X509_REQ(csr.get(), &der);
    if (size <= 0) return failed("encode the certificate request");
    const base::Digest digest = base::sha256({reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)});
    OPENSSL_free(der);
    return digest;
}

}  // namespace

Result<base::Secret> make_tls_key() {
    const Key key(EVP_EC_gen("P-256"));
    const Bio bio(BIO_new(BIO_s_secmem()));
    if (!key || !bio) return failed("make a P-256 key");
    if (PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
        return failed("encode the private key");
    }
    return base::Secret(written(bio));
}

Result<CertificateRequest> make_request(const base::Secret& key_pem, const std::string& common_name) {
    HL_TRY(const auto key, read_key(key_pem));
    const Csr csr(X509_REQ_new());
    const Bio bio(BIO_new(BIO_s_mem()));
    if (!csr || !bio) return failed("make a certificate request");
    const auto* name = reinterpret_cast<const unsigned char*>(common_name.c_str());
    X509_NAME* subject = X509_REQ_get_subject_name(csr.get());
    const bool is_made = X509_REQ_set_version(csr.get(), X509_REQ_VERSION_1) == 1 &&
                         X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, name, -1, -1, 0) == 1 &&
                         X509_REQ_set_pubkey(csr.get(), key.get()) == 1 &&
                         X509_REQ_sign(csr.get(), key.get(), EVP_sha256()) > 0 &&
                         PEM_write_bio_X509_REQ(bio.get(), csr.get()) == 1;
    if (!is_made) return failed("make a certificate request");
    CertificateRequest request;
    request.pem = written(bio);
    HL_TRY(request.digest, digest_of(csr));
    return request;
}

Result<std::string> sign_with(const base::Secret& key_pem, std::string_view message) {
    HL_TRY(const auto key, read_key(key_pem));
    const DigestContext context(EVP_MD_CTX_new());
    const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
    std::size_t size = 0;
    if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1 ||
        EVP_DigestSign(context.get(), nullptr, &size, bytes, message.size()) != 1) {
        return failed("sign");
    }
    std::string signature(size, '\0');
    auto* out = reinterpret_cast<unsigned char*>(signature.data());
    // Out of memory OpenSSL 3.0 calls it a success and gives a size of 2^32 - 1.
    if (EVP_DigestSign(context.get(), out, &size, bytes, message.size()) != 1 || size > signature.size()) {
        return failed("sign");
    }
    signature.resize(size);
    return signature;
}

Status check_pair(std::string_view certificate_pem, const base::Secret& key_pem) {
    HL_TRY(const auto key, read_key(key_pem));
    const Bio bio = open_text(certificate_pem);
    const Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    if (!certificate) return fail(ErrorCode::crypto, "the certificate from the province cannot be read");
    if (X509_check_private_key(certificate.get(), key.get()) != 1) {
        return fail(ErrorCode::crypto, "the certificate from the province is for another key");
    }
    return {};
}

Result<Life> certificate_life(std::string_view pem) {
    const Bio bio = open_text(pem);
    const Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    std::tm from{};
    std::tm until{};
    if (!certificate || ASN1_TIME_to_tm(X509_get0_notBefore(certificate.get()), &from) != 1 ||
        ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &until) != 1) {
        return fail(ErrorCode::crypto, "the life of the certificate cannot be read");
    }
    return Life{base::WallTime(std::chrono::seconds(timegm(&from))),
                base::WallTime(std::chrono::seconds(timegm(&until)))};
}

}  // namespace hailong::transport
