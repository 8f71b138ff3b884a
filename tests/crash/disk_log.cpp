#include "tests/crash/disk_log.h"

#include <algorithm>
#include <stdexcept>

#include "kiosk/base/files.h"

namespace hailong::crash {

namespace {

constexpr std::size_t kLargest = 64U << 20;

// The wal-index is memory in a file's clothes: no state of it means anything after a cut.
bool is_index(const std::string& path) { return path.ends_with("-shm"); }

std::string parent_of(const std::string& path) { return std::filesystem::path(path).parent_path().string(); }
std::string name_in(const std::string& path) { return std::filesystem::path(path).filename().string(); }

void write_into(std::string& file, std::size_t offset, std::string_view bytes) {
    if (file.size() < offset + bytes.size()) file.resize(offset + bytes.size());
    std::copy(bytes.begin(), bytes.end(), file.begin() + static_cast<std::ptrdiff_t>(offset));
}

void rename_in(std::map<std::string, Node>& names, const std::string& from, const std::string& to) {
    const auto found = names.find(from);
    if (found == names.end()) return;
    const Node node = found->second;
    names.erase(found);
    names[to] = node;
}

}  // namespace

void apply(const Change& change, Image& image) {
    Image::Content& node = image.nodes.at(change.node);
    switch (change.kind) {
        case Change::Kind::write:
            write_into(node.bytes, static_cast<std::size_t>(change.offset), change.bytes);
            return;
        case Change::Kind::truncate:
            node.bytes.resize(static_cast<std::size_t>(change.offset));
            return;
        case Change::Kind::link:
            node.names[change.name] = change.child;
            return;
        case Change::Kind::unlink:
            node.names.erase(change.name);
            return;
        case Change::Kind::rename:
            rename_in(node.names, change.name, change.new_name);
            return;
    }
}

DiskLog::DiskLog(std::filesystem::path root, Folders folders) : root_(std::move(root)), folders_(folders) {
    load(root_);
}

Node DiskLog::load(const std::filesystem::path& path) {
    const Node node = add_node(std::filesystem::is_directory(path));
    begin_.nodes.resize(kinds_.size());
    begin_.nodes[node].is_folder = kinds_[node];
    if (!kinds_[node]) {
        begin_.nodes[node].bytes = base::read_file(path, kLargest).value();
        return node;
    }
    for (const auto& item : std::filesystem::directory_iterator(path)) {
        const std::string name = item.path().filename().string();
        if (is_index(name)) continue;
        const Node child = load(item.path());
        begin_.nodes[node].names[name] = child;
        names_[node][name] = child;
    }
    return node;
}

Node DiskLog::add_node(bool is_folder) {
    kinds_.push_back(is_folder);
    names_.emplace_back();
    waiting_.emplace_back();
    return static_cast<Node>(kinds_.size() - 1);
}

Node DiskLog::find(const std::string& path) const {
    Node node = kRoot;
    for (const auto& part : std::filesystem::path(path).lexically_relative(root_)) {
        if (part == ".") continue;
        const auto found = names_.at(node).find(part.string());
        if (found == names_.at(node).end()) throw std::logic_error("the recorder does not know " + path);
        node = found->second;
    }
    return node;
}

void DiskLog::add(Change change) {
    waiting_.at(change.node).push_back(changes_.size());
    changes_.push_back(std::move(change));
}

void DiskLog::link(const std::string& path, bool is_folder) {
    Change change;
    change.kind = Change::Kind::link;
    change.node = find(parent_of(path));
    change.name = name_in(path);
    change.child = add_node(is_folder);
    names_.at(change.node)[change.name] = change.child;
    add(std::move(change));
}

void DiskLog::flush(Node node) {
    if (kinds_.at(node) && folders_ == Folders::forgotten) return;
    for (const std::size_t change : waiting_.at(node)) changes_[change].flushed = changes_.size();
    waiting_.at(node).clear();
}

void DiskLog::lose_track_of(const std::string& path) { waiting_.at(find(path)).clear(); }

void DiskLog::after(const DiskCall& call) {
    if (is_index(call.path)) return;
    Change change;
    switch (call.act) {
        case Act::create:
            link(call.path, false);
            [[fallthrough]];
        case Act::open:
            open_[call.fd] = find(call.path);
            return;
        case Act::read:
        case Act::ask:
            return;
        case Act::make_folder:
            link(call.path, true);
            return;
        case Act::sync:
            flush(open_.at(call.fd));
            return;
        case Act::write:
            change.kind = Change::Kind::write;
            change.node = open_.at(call.fd);
            change.offset = call.offset;
            change.bytes = call.bytes;
            break;
        case Act::truncate:
            change.kind = Change::Kind::truncate;
            change.node = open_.at(call.fd);
            change.offset = call.offset;
            break;
        case Act::rename:
        case Act::remove:
            rename(call);
            return;
    }
    add(std::move(change));
}

// Or remove: a rename to nothing.
void DiskLog::rename(const DiskCall& call) {
    Change change;
    change.kind = call.act == Act::rename ? Change::Kind::rename : Change::Kind::unlink;
    change.node = find(parent_of(call.path));
    change.name = name_in(call.path);
    auto& names = names_.at(change.node);
    if (change.kind == Change::Kind::unlink) {
        names.erase(change.name);
    } else {
        if (parent_of(call.path) != parent_of(call.to)) throw std::logic_error("a rename across folders");
        change.new_name = name_in(call.to);
        rename_in(names, change.name, change.new_name);
    }
    add(std::move(change));
}

std::size_t DiskLog::promised(std::size_t place) const {
    std::size_t count = 0;
    for (const Promise& promise : promises_) {
        if (promise.changes < place) count = std::max(count, promise.count);
    }
    return count;
}

}  // namespace hailong::crash
