#include "tests/load/mischief.h"

#include <zstd.h>

#include "sync/protocol/wire.h"
#include "tests/load/exchange.h"
#include "tests/support/must.h"

namespace hailong::load {

namespace {

constexpr std::size_t kBomb = std::size_t{64} * 1024 * 1024;  // of zeros
const std::string kGet = "GET /v1/state HTTP/1.1\r\nHost: localhost\r\n";
const std::string kChunked =
    "POST /v1/entries HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Type: " +
    std::string(protocol::kBatchType) + "\r\n\r\n";

enum class Says { size, no_size };
std::string bomb(Says says) {
    ZSTD_CCtx* context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, says == Says::size ? 1 : 0);
    const std::string zeros(kBomb, '\0');
    std::string frame(ZSTD_compressBound(kBomb), '\0');
    frame.resize(ZSTD_compress2(context, frame.data(), frame.size(), zeros.data(), zeros.size()));
    ZSTD_freeCCtx(context);
    // The skippable frame of the protocol: only the bomb is wrong.
    const std::size_t padding = protocol::kPadding - (frame.size() + 8) % protocol::kPadding;
    frame += {'\x50', '\x2a', '\x4d', '\x18'};
    for (unsigned shift = 0; shift < 32; shift += 8) frame += static_cast<char>((padding >> shift) & 0xffU);
    return frame + std::string(padding, '\0');
}

std::string packed(const std::string& text) { return post_of(test::must(protocol::pack_body(text))); }

// A batch whose header line is `change`d.
std::string spoilt(const Terminal& terminal, const std::function<std::string(std::string)>& change) {
    auto batch = terminal.ledger.all();
    batch.header_line = change(batch.header_line);
    return packed(domain::join_batch(batch));
}

std::string twice_proto(std::string line) { return line.insert(1, "\"proto\":1,"); }
std::string deep(std::string line) {
    return line.insert(1, "\"x\":" + std::string(3000, '[') + std::string(3000, ']') + ",");
}
std::string not_utf8(std::string line) { return line.insert(1, "\"x\":\"\xff\xc0\xaf\","); }

std::string slow_body() {
    constexpr std::size_t kBytes = 8;  // 16 s at a byte in two: it comes to an end, and is refused
    return post_of(std::string(kBytes, 'x'));
}

void add_slow(std::vector<Mischief>& out, const Door& door) {
    using Shows = Mischief::Shows;
    const auto hello = door.client_hello();
    out.push_back({"says nothing", 350, Shows::no_tls, "", 0});
    out.push_back({"half a handshake", 360, Shows::no_tls, hello.substr(0, hello.size() - 1), hello.size() / 2});
    out.push_back({"handshake, then nothing", 40, Shows::nobody, "", 0});
    out.push_back({"slow headers", 40, Shows::nobody, kGet + "X: " + std::string(1000, 'x'), kGet.size()});
    const auto body = slow_body();
    const auto head = body.find("\r\n\r\n") + 4;
    out.push_back({"slow bodies", 140, Shows::own_certificate, body, head, Millis(2000)});
    out.push_back({"slow bodies of the ward", 50, Shows::nobody, body, head, Millis(2000), Mischief::From::ward});
}

}  // namespace

std::vector<Mischief> all_mischief(const Door& door, const Terminal& accomplice) {
    std::vector<Mischief> out;
    add_slow(out, door);
    const auto at_once = [&](const std::string& name, const std::string& text) {
        out.push_back({name, 2, Mischief::Shows::enrolled, text, text.size()});
    };
    at_once("giant header", kGet + "X: " + std::string(65536, 'x') + "\r\n\r\n");
    at_once("chunk of 2^72 bytes", kChunked + "FFFFFFFFFFFFFFFFFF\r\n");
    at_once("chunk of no number", kChunked + "zz\r\n");
    at_once("chunk with a long extension", kChunked + "1;" + std::string(32768, 'x') + "\r\nA\r\n0\r\n\r\n");
    at_once("zstd bomb", post_of(bomb(Says::size)));
    at_once("zstd bomb of no size", post_of(bomb(Says::no_size)));
    at_once("zeros, as many as may be", packed(std::string(protocol::kMaxContent, '\0')));
    at_once("deep JSON", spoilt(accomplice, &deep));
    at_once("a name twice", spoilt(accomplice, &twice_proto));
    at_once("no UTF-8", spoilt(accomplice, &not_utf8));
    return out;
}

}  // namespace hailong::load
