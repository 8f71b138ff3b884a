// The JSON of our formats, strictly (ledger-and-sync.md §2): one object, UTF-8, no duplicate names at any depth,
// integers only (|n| ≤ 2^53−1), no lone surrogate, no U+0000, no raw control byte, depth ≤ 6.
// Unknown names are kept. Parsed by nlohmann's SAX reader under our rules; its DOM is never built, because freed DOM
// nodes leave text in memory.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "kiosk/base/bytes.h"
#include "kiosk/base/result.h"

namespace hailong::base::json {

class Object;
class Value;
using Array = std::vector<Value>;

class Value {
public:
    using Variant = std::variant<std::nullptr_t, bool, std::int64_t, std::string, Array, std::shared_ptr<const Object>>;
    Value() : variant_(nullptr) {}
    explicit Value(Variant variant) : variant_(std::move(variant)) {}
    [[nodiscard]] bool is_null() const { return std::holds_alternative<std::nullptr_t>(variant_); }
    [[nodiscard]] const bool* boolean() const { return std::get_if<bool>(&variant_); }
    [[nodiscard]] const std::int64_t* integer() const { return std::get_if<std::int64_t>(&variant_); }
    [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&variant_); }
    [[nodiscard]] const Array* array() const { return std::get_if<Array>(&variant_); }
    [[nodiscard]] const Object* object() const {
        const auto* held = std::get_if<std::shared_ptr<const Object>>(&variant_);  // shared by copies of one Value
        return held != nullptr ? held->get() : nullptr;
    }

private:
    Variant variant_;
};

// Members keep their order. The typed questions fail with the member's name in the message.
class Object {
public:
    std::vector<std::pair<std::string, Value>> members;

    [[nodiscard]] const Value* find(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
    [[nodiscard]] Result<std::string> text(std::string_view name) const;
    [[nodiscard]] Result<std::int64_t> integer(std::string_view name) const;
    [[nodiscard]] Result<std::uint64_t> count(std::string_view name) const;  // integer ≥ 0
    [[nodiscard]] Result<bool> boolean(std::string_view name) const;
    [[nodiscard]] Result<const Object*> object(std::string_view name) const;
    [[nodiscard]] Result<const Array*> array(std::string_view name) const;
    // Absent or null → nullopt; present with another type → error.
    [[nodiscard]] Result<std::optional<std::string>> optional_text(std::string_view name) const;
    [[nodiscard]] Result<std::optional<std::int64_t>> optional_integer(std::string_view name) const;
    template <class Fixed>
    [[nodiscard]] Result<Fixed> hex(std::string_view name) const {
        HL_TRY(const auto value, text(name));
        auto bytes = Fixed::from_hex_text(value);
        if (!bytes) return fail_in(name, bytes.error());
        return *bytes;
    }
    template <class Fixed>
    [[nodiscard]] Result<Fixed> b64(std::string_view name) const {
        HL_TRY(const auto value, text(name));
        auto bytes = Fixed::from_b64_text(value);
        if (!bytes) return fail_in(name, bytes.error());
        return *bytes;
    }
};

// `what` names the source in errors ("config/vi.json"); positions are given as line:column.
// `max_depth` counts nested objects and arrays, the outer object being 1.
[[nodiscard]] Result<Object> parse(std::string_view text, std::string_view what, int max_depth = 6);

// Writes one compact object, members in the order of the calls; the result always passes parse(). Bytes that are no
// UTF-8 and U+0000 become U+FFFD: texts of a stranger's making are told of, too.
//   Writer w; w.field("v", 1).field("kind", "rating").raw("body", "{}"); w.done()
class Writer {
public:
    Writer() : out_("{") {}
    Writer& field(std::string_view name, std::string_view text);
    Writer& field(std::string_view name, const char* text) { return field(name, std::string_view(text)); }
    Writer& field(std::string_view name, std::int64_t number);
    Writer& field(std::string_view name, std::uint64_t number) {
        return field(name, static_cast<std::int64_t>(number));
    }
    Writer& field(std::string_view name, int number) { return field(name, static_cast<std::int64_t>(number)); }
    Writer& flag(std::string_view name, bool value);
    Writer& null(std::string_view name);
    Writer& raw(std::string_view name, std::string_view json);  // already JSON
    [[nodiscard]] std::string done() const { return out_ + "}"; }

private:
    void name(std::string_view name);
    std::string out_;
};
[[nodiscard]] std::string quoted(std::string_view text);  // a JSON string with its quotes
// The same at the end of `out`; makes no copy of the text elsewhere. At most 6 bytes for each one of `text`, and 2.
void append_quoted(std::string& out, std::string_view text);
[[nodiscard]] std::string array_of(const std::vector<std::string>& json_items);  // items already JSON
[[nodiscard]] std::string write(const Value& value);

}  // namespace hailong::base::json
