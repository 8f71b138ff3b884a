// The parts of this harness; each answers for one row of the promises.
#pragma once

#include "tests/proxy/options.h"

namespace hailong::proxy_rig {

// What the agent under test is. The bad ones are seen to fail.
enum class Believer {
    ours,                // the agent as it ships
    of_sent_bytes,       // counts a batch as delivered once it was sent, whatever came back
    of_any_answer,       // takes whatever answers a batch for a receipt
    of_any_head,         // does not compare the head in a receipt with its own
    of_any_certificate,  // does not ask who is at the other end
};

// Row 14: a connection that ends at any byte, either way, of an exchange of a state question and three batches.
[[nodiscard]] Findings cut_everywhere(const Options& options, Believer believer);
// The same at any byte of the TCP connection: handshake, TLS records, tags.
[[nodiscard]] Findings cut_tcp_everywhere(const Options& options, Believer believer);

// Row 15: requests and replies cut, held back, doubled, brought back, corrupted, in any order, for options.batches
// batches.
[[nodiscard]] Findings bad_network(const Options& options, Believer believer);

// The same, on fewer batches, with every program as it ships and nginx in its place.
[[nodiscard]] Findings whole_stack(const Options& options, Believer believer);

// Row 20: a server that lies, mostly over its own listed key.
[[nodiscard]] Findings lying_server(const Options& options, Believer believer);

// Row 16: who answers in the province's place with a page, a redirect or something else that is no receipt.
[[nodiscard]] Findings portals(const Options& options, Believer believer);

// Row 16: TLS servers that are not the province's, and what only looks like one.
[[nodiscard]] Findings strange_servers(const Options& options, Believer believer);

// Row 19: every status of 400…511, with every kind of body and of Retry-After.
[[nodiscard]] Findings statuses(const Options& options, Believer believer);

// Row 17, in part: answers that never end, in time or in length.
[[nodiscard]] Findings tarpits(const Options& options, Believer believer);

}  // namespace hailong::proxy_rig
