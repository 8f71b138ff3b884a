#include "kiosk/base/secret.h"

#include <sodium.h>

#include <cstring>
#include <new>
#include <utility>

namespace hailong::base {

Secret Secret::of_size(std::size_t size) {
    Secret out;
    if (size == 0) return out;
    if (sodium_init() < 0) throw std::bad_alloc();
    out.data_ = static_cast<char*>(sodium_malloc(size));
    if (out.data_ == nullptr) throw std::bad_alloc();
    out.size_ = size;
    sodium_memzero(out.data_, size);
    return out;
}

Secret::Secret(std::string_view text) : Secret(of_size(text.size())) {
    if (!text.empty()) std::memcpy(data_, text.data(), text.size());
}

Secret::~Secret() { sodium_free(data_); }

Secret::Secret(Secret&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this != &other) {
        sodium_free(data_);
        data_ = std::exchange(other.data_, nullptr);
        size_ = std::exchange(other.size_, 0);
    }
    return *this;
}

}  // namespace hailong::base
