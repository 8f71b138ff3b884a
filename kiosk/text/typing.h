// What a citizen writes: Vietnamese from a keyboard of plain letters (Telex or VNI), or from keys that name a letter or
// a tone.
//
// The text is a citizen's comment. Its characters live in one block of wiped memory (base/secret.h) and are changed in
// place: no copy is made on the heap, and the block is wiped when this object goes. Who reads text() must not keep a
// copy either.
//
// Promises: text() is UTF-8 in NFC, at most kMaxCharacters characters as a person sees them, at most kMaxBytes bytes,
// after any sequence of calls. Each call costs a few microseconds. One thread. A moved-from Typing may only be
// destroyed or assigned.
#pragma once

#include <cstddef>
#include <string_view>

#include "kiosk/base/secret.h"
#include "kiosk/text/word.h"

namespace hailong::text {

class Typing {
public:
    static constexpr std::size_t kMaxCharacters = 500;  // of a comment: ledger-and-sync.md, the sealed answer
    static constexpr std::size_t kMaxBytes = 2048;      // 500 code points take at most 2,000

    explicit Typing(TypingRules rules = {});
    // A copy has wiped memory of its own: pure code can carry a draft from one state to the next.
    Typing(const Typing& other);
    Typing& operator=(const Typing& other);
    Typing(Typing&&) noexcept = default;
    Typing& operator=(Typing&&) noexcept = default;
    ~Typing() = default;
    bool operator==(const Typing& other) const { return method() == other.method() && text() == other.text(); }

    // A key with its capital state already in it: a letter, a digit, a sign, a space; also "ă", "Đ", "ế" from keys that
    // name them, and combining marks from a keyboard that writes NFD. False: refused, nothing changed (full, or nothing
    // to show).
    bool type(char32_t key);

    // A key that names a tone, for the word at the end. The same tone again takes it away; so does Tone::none.
    bool mark(Tone tone);

    // Takes away the last character as a person sees it, with all its marks. False: there was none.
    bool erase();

    void clear();  // wipes
    void set_method(Method method) { rules_.method = method; }

    [[nodiscard]] Method method() const { return rules_.method; }
    [[nodiscard]] std::string_view text() const;  // valid until the next call that changes something
    [[nodiscard]] std::size_t characters() const;
    [[nodiscard]] bool is_full() const { return characters() >= kMaxCharacters; }

private:
    struct Draft;

    [[nodiscard]] Draft& draft();
    [[nodiscard]] const Draft& draft() const;

    TypingRules rules_;
    base::Secret memory_;
};

}  // namespace hailong::text
