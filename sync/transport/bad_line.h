// What TCP is told of the lines that wards have: slow, and losing packets by noise instead of by congestion. A kernel
// that does not know or does not allow one of these keeps its own way, and the line is only slower.
#pragma once

namespace hailong::transport {

// Before the socket connects.
void prepare_for_loss(int socket);

}  // namespace hailong::transport
