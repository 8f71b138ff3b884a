#include "kiosk/base/private_text.h"

#include <sodium.h>

namespace hailong::base {

void PrivateText::wipe(void* at, std::size_t size) { sodium_memzero(at, size); }

}  // namespace hailong::base
