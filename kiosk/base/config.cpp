#include "kiosk/base/config.h"

#include <toml++/toml.h>
#include <set>

namespace hailong::base {

struct Config::Impl {
    toml::table table;
    std::string name;
    std::set<std::string> read;
    std::vector<std::string> complaints;

    void complain(const toml::node& node, std::string_view key, const std::string& remedy) {
        complaints.push_back(name + ":" + std::to_string(node.source().begin.line) + ": " + std::string(key) + ": " +
                             remedy);
    }
    const toml::node* find(std::string_view key) {
        read.emplace(key);
        return table.at_path(key).node();
    }
};

namespace {

// Leaves nobody asked for, with their lines.
void unread_keys(const toml::table& table, const std::string& prefix, const std::set<std::string>& read,
                 std::vector<std::pair<std::string, const toml::node*>>& out) {
    for (const auto& [key, node] : table) {
        const std::string path = prefix + std::string(key.str());
        if (const auto* inner = node.as_table()) {
            unread_keys(*inner, path + ".", read, out);
        } else if (!read.contains(path)) {
            out.emplace_back(path, &node);
        }
    }
}

}  // namespace

Config::Config(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Config::~Config() = default;
Config::Config(Config&&) noexcept = default;
Config& Config::operator=(Config&&) noexcept = default;

Result<Config> Config::parse(std::string_view text, std::string_view name) {
    auto impl = std::make_unique<Impl>();
    impl->name = name;
    try {
        impl->table = toml::parse(text);
    } catch (const toml::parse_error& error) {
        return fail(ErrorCode::bad_input, impl->name + ":" + std::to_string(error.source().begin.line) +
                                              ": not valid TOML: " + std::string(error.description()));
    }
    return Config(std::move(impl));
}

Result<Config> Config::load(const Path& file) {
    HL_TRY(const std::string text, read_file(file));
    return parse(text, file.string());
}

std::string Config::text(std::string_view key, std::string_view fallback) {
    const toml::node* node = impl_->find(key);
    if (node == nullptr) return std::string(fallback);
    if (const auto value = node->value<std::string>()) return *value;
    impl_->complain(*node, key, "must be text in quotes");
    return std::string(fallback);
}

std::int64_t Config::integer(std::string_view key, std::int64_t fallback, std::int64_t low, std::int64_t high) {
    const toml::node* node = impl_->find(key);
    if (node == nullptr) return fallback;
    const auto* value = node->as_integer();
    if (value != nullptr && value->get() >= low && value->get() <= high) return value->get();
    impl_->complain(*node, key, "must be a whole number from " + std::to_string(low) + " to " + std::to_string(high));
    return fallback;
}

bool Config::flag(std::string_view key, bool fallback) {
    const toml::node* node = impl_->find(key);
    if (node == nullptr) return fallback;
    if (const auto* value = node->as_boolean()) return value->get();
    impl_->complain(*node, key, "must be true or false");
    return fallback;
}

std::vector<std::string> Config::texts(std::string_view key, std::vector<std::string> fallback) {
    const toml::node* node = impl_->find(key);
    if (node == nullptr) return fallback;
    std::vector<std::string> out;
    if (const auto* list = node->as_array()) {
        for (const auto& item : *list) {
            if (const auto value = item.value<std::string>()) out.push_back(*value);
        }
        if (out.size() == list->size()) return out;
    }
    impl_->complain(*node, key, "must be a list of texts, like [\"vi\", \"en\"]");
    return fallback;
}

std::chrono::seconds Config::seconds(std::string_view key, std::chrono::seconds fallback, std::chrono::seconds low,
                                     std::chrono::seconds high) {
    return std::chrono::seconds(integer(key, fallback.count(), low.count(), high.count()));
}

Status Config::finish() const {
    std::vector<std::string> all = impl_->complaints;
    std::vector<std::pair<std::string, const toml::node*>> unread;
    unread_keys(impl_->table, "", impl_->read, unread);
    for (const auto& [key, node] : unread) {
        all.push_back(impl_->name + ":" + std::to_string(node->source().begin.line) + ": " + key +
                      ": no such setting; correct its name or remove the line");
    }
    if (all.empty()) return {};
    std::string joined;
    for (const std::string& complaint : all) joined += (joined.empty() ? "" : "\n") + complaint;
    return fail(ErrorCode::bad_input, joined);
}

}  // namespace hailong::base
