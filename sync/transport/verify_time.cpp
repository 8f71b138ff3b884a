#include "sync/transport/verify_time.h"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

namespace hailong::transport {

namespace {

bool holds_at(X509_STORE_CTX* context, base::WallTime time) {
    std::time_t when = std::chrono::system_clock::to_time_t(time);
    const STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(context);
    if (chain == nullptr || sk_X509_num(chain) == 0) return false;
    for (int i = 0; i < sk_X509_num(chain); ++i) {
        const X509* certificate = sk_X509_value(chain, i);
        if (X509_cmp_time(X509_get0_notBefore(certificate), &when) > 0) return false;
        if (X509_cmp_time(X509_get0_notAfter(certificate), &when) < 0) return false;
    }
    return true;
}

int on_verify(int is_fine, X509_STORE_CTX* context) {
    const auto* ssl = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(context, SSL_get_ex_data_X509_STORE_CTX_idx()));
    auto* judge = static_cast<VerifyTime*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
    if (is_fine != 0) return 1;
    const int error = X509_STORE_CTX_get_error(context);
    if (is_time_error(error) && judge->floor != base::WallTime{} && holds_at(context, judge->floor)) {
        X509_STORE_CTX_set_error(context, X509_V_OK);
        return 1;
    }
    judge->error = error;
    return 0;
}

}  // namespace

void install_verify_time(void* ssl_ctx, VerifyTime& judge) {
    auto* context = static_cast<SSL_CTX*>(ssl_ctx);
    SSL_CTX_set_app_data(context, &judge);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, &on_verify);
}

bool is_time_error(int x509_error) {
    return x509_error == X509_V_ERR_CERT_NOT_YET_VALID || x509_error == X509_V_ERR_CERT_HAS_EXPIRED;
}

}  // namespace hailong::transport
