// PEM into OpenSSL's contexts. Only for .cpp files of tests that speak TLS.
#pragma once

#include <openssl/ssl.h>

#include <string>

#include "tests/support/tls_server.h"

namespace hailong::test {

// Both throw when OpenSSL does not take it. Of `pair.certificate` the first is ours, the others its chain.
void use_pair(SSL_CTX* context, const KeyPair& pair);
void trust(SSL_CTX* context, const std::string& ca);

}  // namespace hailong::test
