// For what a test prepares and cannot go on without: the value, or an exception that says why there is none.
#pragma once

#include <stdexcept>
#include <utility>

#include "kiosk/base/result.h"

namespace hailong::test {

template <class Value>
Value must(Result<Value> result) {
    if (!result) throw std::runtime_error(result.error().what);
    return std::move(*result);
}
inline void must(const Status& status) {
    if (!status) throw std::runtime_error(status.error().what);
}

}  // namespace hailong::test
