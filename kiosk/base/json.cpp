#include "kiosk/base/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace hailong::base::json {

namespace {

constexpr std::int64_t kMaxInteger = (std::int64_t{1} << 53U) - 1;

// Builds our Value from nlohmann's events and stops at the first breach of the subset.
class StrictReader final : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit StrictReader(int max_depth) : max_depth_(max_depth) {}

    std::string complaint;
    std::size_t position = 0;  // byte offset, when nlohmann knows it
    Object root;

    bool null() override { return put(Value()); }
    bool boolean(bool value) override { return put(Value(Value::Variant(value))); }
    bool number_integer(std::int64_t value) override {
        if (value > kMaxInteger || value < -kMaxInteger) return refuse("integer beyond 2^53-1");
        return put(Value(Value::Variant(value)));
    }
    bool number_unsigned(std::uint64_t value) override {
        if (value > static_cast<std::uint64_t>(kMaxInteger)) return refuse("integer beyond 2^53-1");
        return put(Value(Value::Variant(static_cast<std::int64_t>(value))));
    }
    bool number_float(double /*value*/, const std::string& text) override {
        return refuse("number " + text + " is not a whole number within 2^53-1");
    }
    bool string(std::string& text) override {
        if (text.find('\0') != std::string::npos) return refuse("text with U+0000");
        return put(Value(Value::Variant(std::move(text))));
    }
    bool binary(nlohmann::json::binary_t& /*value*/) override { return refuse("binary value"); }

    bool start_object(std::size_t /*elements*/) override {
        if (levels_.empty() && started_) return refuse("more than one value");
        started_ = true;
        return open(Level{true, {}, {}, {}, {}});
    }
    bool key(std::string& name) override {
        Level& level = levels_.back();
        if (name.find('\0') != std::string::npos) return refuse("name with U+0000");
        if (!level.names.insert(name).second) return refuse("name \"" + name + "\" appears twice");
        level.name = name;
        return true;
    }
    bool end_object() override {
        Object object = std::move(levels_.back().object);
        levels_.pop_back();
        if (levels_.empty()) {
            root = std::move(object);
            return true;
        }
        return put(Value(Value::Variant(std::make_shared<const Object>(std::move(object)))));
    }
    bool start_array(std::size_t /*elements*/) override {
        if (levels_.empty()) return refuse("the outermost value must be an object");
        return open(Level{false, {}, {}, {}, {}});
    }
    bool end_array() override {
        Array array = std::move(levels_.back().array);
        levels_.pop_back();
        return put(Value(Value::Variant(std::move(array))));
    }
    bool parse_error(std::size_t at, const std::string& /*last_token*/,
                     const nlohmann::detail::exception& error) override {
        position = at;
        if (complaint.empty()) {
            const std::string text = error.what();
            const auto colon = text.rfind(": ");
            complaint = "not valid JSON: " + (colon == std::string::npos ? text : text.substr(colon + 2));
        }
        return false;
    }

private:
    struct Level {
        bool is_object;
        Object object;
        Array array;
        std::string name;
        std::set<std::string, std::less<>> names;
    };

    bool refuse(std::string why) {
        complaint = std::move(why);
        return false;
    }
    bool open(Level level) {
        if (static_cast<int>(levels_.size()) >= max_depth_) {
            return refuse("nested deeper than " + std::to_string(max_depth_));
        }
        levels_.push_back(std::move(level));
        return true;
    }
    bool put(Value value) {
        if (levels_.empty()) return refuse("the outermost value must be an object");
        Level& level = levels_.back();
        if (level.is_object) {
            level.object.members.emplace_back(std::move(level.name), std::move(value));
        } else {
            level.array.push_back(std::move(value));
        }
        return true;
    }

    int max_depth_;
    bool started_ = false;
    std::vector<Level> levels_;
};

std::string place(std::string_view text, std::size_t position) {
    const std::string_view before = text.substr(0, std::min(position, text.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const auto newline = before.rfind('\n');
    const std::size_t column = newline == std::string_view::npos ? before.size() : before.size() - newline - 1;
    return std::to_string(line) + ":" + std::to_string(column);
}

tl::unexpected<Error> wrong_type(std::string_view name, std::string_view wanted) {
    return fail(ErrorCode::bad_input, "\"" + std::string(name) + "\" is missing or not " + std::string(wanted));
}

// Bytes of the well-formed UTF-8 character at the start, 0 when there is none (Unicode 15, table 3-7).
std::size_t character_length(std::string_view text) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first < 0xC2 || first > 0xF4) return 0;
    const unsigned low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const unsigned high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (byte(1) < low || byte(1) > high) return 0;
    const std::size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    for (std::size_t i = 2; i < length; ++i) {
        if (byte(i) < 0x80 || byte(i) > 0xBF) return 0;
    }
    return length;
}

// "" for a character that stands for itself. What parse() would refuse, even escaped, becomes U+FFFD.
std::string escape_of(std::string_view character) {
    if (character.empty() || character.front() == '\0') return "\\ufffd";
    if (character == "\"" || character == "\\") return "\\" + std::string(character);
    if (character == "\n") return "\\n";
    // Some line readers would split at these.
    if (character == "\xC2\x85") return "\\u0085";
    if (character == "\xE2\x80\xA8") return "\\u2028";
    if (character == "\xE2\x80\xA9") return "\\u2029";
    const auto code = static_cast<unsigned char>(character.front());
    return code < 0x20 ? fmt::format("\\u{:04x}", unsigned{code}) : "";
}

}  // namespace

Result<Object> parse(std::string_view text, std::string_view what, int max_depth) {
    const auto refused = [&](const std::string& where, const std::string& why) {
        return fail(ErrorCode::bad_input, std::string(what) + where + ": " + why);
    };
    if (text.starts_with("\xEF\xBB\xBF"))
        return refused(":1:1", "starts with a byte order mark; save it as plain UTF-8");
    StrictReader reader(max_depth);
    const bool fine = nlohmann::json::sax_parse(text.begin(), text.end(), &reader);
    if (!fine) {
        const std::string where = reader.position > 0 ? ":" + place(text, reader.position) : std::string();
        return refused(where, reader.complaint.empty() ? "not valid JSON" : reader.complaint);
    }
    return std::move(reader.root);
}

const Value* Object::find(std::string_view name) const {
    for (const auto& [key, value] : members) {
        if (key == name) return &value;
    }
    return nullptr;
}

Result<std::string> Object::text(std::string_view name) const {
    const Value* value = find(name);
    if (value == nullptr || value->text() == nullptr) return wrong_type(name, "text");
    return *value->text();
}

Result<std::int64_t> Object::integer(std::string_view name) const {
    const Value* value = find(name);
    if (value == nullptr || value->integer() == nullptr) return wrong_type(name, "a whole number");
    return *value->integer();
}

Result<std::uint64_t> Object::count(std::string_view name) const {
    HL_TRY(const std::int64_t value, integer(name));
    if (value < 0) return wrong_type(name, "a whole number from 0");
    return static_cast<std::uint64_t>(value);
}

Result<bool> Object::boolean(std::string_view name) const {
    const Value* value = find(name);
    if (value == nullptr || value->boolean() == nullptr) return wrong_type(name, "true or false");
    return *value->boolean();
}

Result<const Object*> Object::object(std::string_view name) const {
    const Value* value = find(name);
    if (value == nullptr || value->object() == nullptr) return wrong_type(name, "an object");
    return value->object();
}

Result<const Array*> Object::array(std::string_view name) const {
    const Value* value = find(name);
    if (value == nullptr || value->array() == nullptr) return wrong_type(name, "a list");
    return value->array();
}

Result<std::optional<std::string>> Object::optional_text(std::string_view name) const {
    const Value* value = find(name);
    if (value == nullptr || value->is_null()) return std::optional<std::string>();
    HL_TRY(auto held, text(name));
    return std::optional<std::string>(std::move(held));
}

Result<std::optional<std::int64_t>> Object::optional_integer(std::string_view name) const {
    const Value* value = find(name);
    if (value == nullptr || value->is_null()) return std::optional<std::int64_t>();
    HL_TRY(const auto held, integer(name));
    return std::optional<std::int64_t>(held);
}

std::string quoted(std::string_view text) {
    std::string out;
    append_quoted(out, text);
    return out;
}

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    while (!text.empty()) {
        const std::string_view character = text.substr(0, character_length(text));
        const std::string escape = escape_of(character);
        out += escape.empty() ? character : std::string_view(escape);
        text.remove_prefix(std::max<std::size_t>(1, character.size()));
    }
    out += '"';
}

void Writer::name(std::string_view name) {
    if (out_.size() > 1) out_ += ',';
    out_ += quoted(name);
    out_ += ':';
}
Writer& Writer::field(std::string_view key, std::string_view text) { return raw(key, quoted(text)); }
Writer& Writer::field(std::string_view key, std::int64_t number) { return raw(key, std::to_string(number)); }
Writer& Writer::flag(std::string_view key, bool value) { return raw(key, value ? "true" : "false"); }
Writer& Writer::null(std::string_view key) { return raw(key, "null"); }
Writer& Writer::raw(std::string_view key, std::string_view json) {
    name(key);
    out_ += json;
    return *this;
}

std::string array_of(const std::vector<std::string>& json_items) {
    std::string out = "[";
    for (const std::string& item : json_items) {
        if (out.size() > 1) out += ',';
        out += item;
    }
    return out + "]";
}

namespace {

std::string write(const Object& object) {
    Writer writer;
    for (const auto& [name, value] : object.members) writer.raw(name, json::write(value));
    return writer.done();
}

}  // namespace

std::string write(const Value& value) {
    if (const auto* held = value.boolean()) return *held ? "true" : "false";
    if (const auto* held = value.integer()) return std::to_string(*held);
    if (const auto* held = value.text()) return json::quoted(*held);
    if (const auto* held = value.object()) return write(*held);
    if (const auto* held = value.array()) {
        std::vector<std::string> items;
        for (const Value& item : *held) items.push_back(write(item));
        return array_of(items);
    }
    return "null";
}

}  // namespace hailong::base::json
