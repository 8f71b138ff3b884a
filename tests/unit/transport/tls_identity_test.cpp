#include "sync/transport/tls_identity.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>

#include "tests/support/tls_server.h"

namespace hailong::tls_identity_test {

using Csr = std::unique_ptr<X509_REQ, decltype(&X509_REQ_free)>;

Csr read(const std::string& pem) {
    BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    Csr csr(PEM_read_bio_X509_REQ(bio, nullptr, nullptr, nullptr), &X509_REQ_free);
    BIO_free(bio);
    return csr;
}

TEST(TlsIdentity, TheRequestIsSignedByAFreshP256Key) {
    const auto key = transport::make_tls_key();
    ASSERT_TRUE(key);
    const auto request = transport::make_request(*key, "0011223344556677");
    ASSERT_TRUE(request);
    const Csr csr = read(request->pem);
    ASSERT_NE(csr, nullptr);
    EVP_PKEY* public_key = X509_REQ_get0_pubkey(csr.get());
    EXPECT_EQ(X509_REQ_verify(csr.get(), public_key), 1);
    char group[32] = {};
    std::size_t size = 0;
    ASSERT_EQ(EVP_PKEY_get_group_name(public_key, group, sizeof group, &size), 1);
    EXPECT_STREQ(group, "prime256v1");
}

TEST(TlsIdentity, TheDigestIsOfTheDerForm) {
    const auto request = transport::make_request(transport::make_tls_key().value(), "code").value();
    const Csr csr = read(request.pem);
    unsigned char* der = nullptr;
    const int size = i2d_X509_REQ(csr.get(), &der);
    EXPECT_EQ(request.digest, base::sha256({reinterpret_cast<char*>(der), static_cast<std::size_t>(size)}));
    OPENSSL_free(der);
}

TEST(TlsIdentity, ItsSignatureVerifiesWithThePublicKey) {
    const auto key = transport::make_tls_key().value();
    const auto request = transport::make_request(key, "code").value();
    const auto signature = transport::sign_with(key, "message").value();
    const Csr csr = read(request.pem);
    const auto holds = [&](std::string_view message) {
        EVP_MD_CTX* context = EVP_MD_CTX_new();
        EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, X509_REQ_get0_pubkey(csr.get()));
        const int verdict =
            EVP_DigestVerify(context, reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                             reinterpret_cast<const unsigned char*>(message.data()), message.size());
        EVP_MD_CTX_free(context);
        return verdict == 1;
    };
    EXPECT_TRUE(holds("message"));
    EXPECT_FALSE(holds("massage"));
}

TEST(TlsIdentity, EachKeyIsAnother) { EXPECT_NE(transport::make_tls_key()->view(), transport::make_tls_key()->view()); }

TEST(TlsIdentity, NoticesACertificateForAnotherKey) {
    const test::TestAuthority authority;
    const auto mine = authority.issue();
    const auto other = authority.issue();
    EXPECT_TRUE(transport::check_pair(mine.certificate, base::Secret(mine.key)));
    EXPECT_FALSE(transport::check_pair(other.certificate, base::Secret(mine.key)));
    EXPECT_FALSE(transport::check_pair("no certificate", base::Secret(mine.key)));
}

TEST(TlsIdentity, TellsTheLifeOfACertificate) {
    const auto life = transport::certificate_life(test::TestAuthority().issue().certificate);
    ASSERT_TRUE(life) << life.error().what;
    const auto now = base::SystemClock().now().wall;
    EXPECT_LT(life->from, now);
    EXPECT_GT(life->until, now);
    EXPECT_FALSE(transport::certificate_life("no certificate"));
}

TEST(TlsIdentity, RefusesAKeyThatIsNone) {
    const base::Secret broken("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    EXPECT_FALSE(transport::make_request(broken, "code"));
    EXPECT_FALSE(transport::sign_with(broken, "message"));
}

}  // namespace hailong::tls_identity_test
