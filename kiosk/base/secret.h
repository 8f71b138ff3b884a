// Text that must not outlive its use: comments, dossier codes, private keys, enrolment secrets.
// Lives in sodium_malloc memory (guard pages, not swapped where allowed, wiped on free).
#pragma once

#include <cstddef>
#include <string_view>

namespace hailong::base {

class Secret {
public:
    Secret() = default;
    explicit Secret(std::string_view text);   // copies; wiping the source is the caller's duty
    static Secret of_size(std::size_t size);  // zeroed
    ~Secret();
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;

    [[nodiscard]] std::string_view view() const { return {data_, size_}; }
    [[nodiscard]] unsigned char* data() { return reinterpret_cast<unsigned char*>(data_); }
    [[nodiscard]] const unsigned char* data() const { return reinterpret_cast<const unsigned char*>(data_); }
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    char* data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace hailong::base
