// Text of a citizen that must not outlive its use: a comment, a dossier code. A value, copyable, so that pure code can
// carry it; its bytes are always on the heap, never inside the object, and are wiped when they are given back.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace hailong::base {

class PrivateText {
public:
    PrivateText() = default;
    explicit PrivateText(std::string_view text) : bytes_(text.begin(), text.end()) {}

    [[nodiscard]] std::string_view view() const { return {bytes_.data(), bytes_.size()}; }
    void add(char byte) { bytes_.push_back(byte); }
    void drop_last() {
        if (!bytes_.empty()) bytes_.pop_back();
    }
    [[nodiscard]] bool is_empty() const { return bytes_.empty(); }
    bool operator==(const PrivateText&) const = default;

private:
    static void wipe(void* at, std::size_t size);

    template <class T>
    struct Wiping {
        using value_type = T;
        Wiping() = default;
        template <class U>
        explicit Wiping(const Wiping<U>& /*other*/) {}
        [[nodiscard]] T* allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
        void deallocate(T* at, std::size_t count) {
            wipe(at, count * sizeof(T));
            std::allocator<T>().deallocate(at, count);
        }
        template <class U>
        bool operator==(const Wiping<U>& /*other*/) const {
            return true;
        }
    };
    std::vector<char, Wiping<char>> bytes_;
};

}  // namespace hailong::base
