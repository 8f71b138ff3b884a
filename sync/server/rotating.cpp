#include "sync/server/rotating.h"

#include <algorithm>

#include "sync/server/key_files.h"

namespace hailong::server {

namespace {

base::Path key_file(const base::Path& folder, const std::string& what, const std::string& id) {
    return folder / (what + "-" + id + ".key");
}

Result<base::Signer> read_medium(const base::Path& file) {
    auto key = read_key_as(file, base::Signer::from_seed);
    if (key || key.error().code != ErrorCode::not_found) return key;
    return fail(ErrorCode::environment,
                file.string() + " is not there: put the medium with it in place and name its folder by --offline");
}

Result<base::Signer> root_of(const domain::KeysDocument& keys, const base::Path& medium) {
    HL_TRY(auto root, read_medium(medium / "root.key"));
    if (root.public_key() == keys.root) return root;
    return fail(ErrorCode::environment, (medium / "root.key").string() + " is of another province");
}

// The key that `init` or the rotation before has put on the medium.
Result<base::Signer> announced_key(const domain::KeysDocument& keys, const base::Path& medium) {
    if (keys.receipt.size() < 2) return fail(ErrorCode::environment, "the keys document announces no receipt key");
    const base::SignKey& next = keys.receipt[1];
    base::Path file = key_file(medium, "receipt", base::key_id(next.view()));
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) file = medium / "receipt-next.key";
    HL_TRY(auto key, read_medium(file));
    if (key.public_key() == next) return key;
    return fail(ErrorCode::environment, file.string() + " is not the next receipt key of the keys document");
}

// What each rotation is made of: `change` writes the private keys that the new document needs, and names them in it.
template <class Change>
Result<domain::KeysDocument> rotate(const ServerPlaces& places, const base::Path& medium, const Change& change) {
    const auto lock = base::FolderLock::take(places.keys_lock());
    if (!lock && lock.error().code == ErrorCode::busy) return fail(ErrorCode::busy, "another rotation is running");
    if (!lock) return tl::unexpected<Error>(lock.error());
    HL_TRY(const auto before, read_keys(places.document()));
    HL_TRY(const auto root, root_of(before.keys, medium));
    domain::KeysDocument keys = before.keys;
    ++keys.version;
    HL_CHECK(change(keys));
    HL_CHECK(base::write_file(places.document_of(before.keys.version), before.text, 0644));
    HL_CHECK(base::write_file(places.document(), domain::encode_keys(keys, root), 0644));
    return keys;
}

}  // namespace

Result<domain::KeysDocument> rotate_receipt_key(const ServerPlaces& places, const base::Path& medium,
                                                Withdrawal withdrawal) {
    return rotate(places, medium, [&](domain::KeysDocument& keys) -> Status {
        HL_TRY(const auto key, announced_key(keys, medium));
        if (withdrawal == Withdrawal::stolen) keys.receipt.erase(keys.receipt.begin());
        if (keys.receipt.size() >= domain::kMaxListedKeys) {
            return fail(ErrorCode::conflict, "the keys document lists as many receipt keys as terminals read");
        }
        const auto next = base::Signer::generate();
        HL_CHECK(write_key(key_file(medium, "receipt", next.key_id()), next.seed()));
        std::erase(keys.receipt, key.public_key());
        keys.receipt.insert(keys.receipt.begin(), {key.public_key(), next.public_key()});
        // The present document lists it already: a server that starts now is believed.
        return write_key(places.receipt_key(), key.seed());
    });
}

Result<domain::KeysDocument> rotate_intake_key(const ServerPlaces& places, const base::Path& medium) {
    return rotate(places, medium, [&](domain::KeysDocument& keys) {
        const auto next = base::Opener::generate();
        keys.intake = next.public_key();
        return write_key(key_file(places.intake_key().parent_path(), "intake", next.key_id()), next.secret());
    });
}

Result<domain::KeysDocument> rotate_comment_key(const ServerPlaces& places, const base::Path& medium) {
    return rotate(places, medium, [&](domain::KeysDocument& keys) {
        const auto next = base::Opener::generate();
        keys.comment = next.public_key();
        return write_key(key_file(medium, "comment", next.key_id()), next.secret());
    });
}

}  // namespace hailong::server
