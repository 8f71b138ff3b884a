// New keys for old: each command signs the next keys document with the root key, which is on a medium away from the
// server. The document is what counts, and one rename replaces it; every private key that it needs is on disk before.
// So a kill leaves the old keys or the new ones, and whoever runs the command again gets them. The server is restarted
// afterwards; terminals follow by themselves, because every answer names the newest version.
#pragma once

#include "sync/server/province.h"

namespace hailong::server {

enum class Withdrawal { none, stolen };  // a stolen key signs nothing any more that terminals believe

// `medium`: the folder with root.key; new private keys that do not belong on the server are written there. Errors of
// all: environment (no root key of this province there), busy (another rotation is running), disk errors.

// The next receipt key signs from now on, and another one is announced as the next. The one before stays listed, so
// that its receipts hold for ever. Errors also: conflict when the document has no room for a further key.
[[nodiscard]] Result<domain::KeysDocument> rotate_receipt_key(const ServerPlaces& places, const base::Path& medium,
                                                              Withdrawal withdrawal);
// Terminals seal to another key. Those before stay: boxes that are on their way need them, and a rebuild all.
[[nodiscard]] Result<domain::KeysDocument> rotate_intake_key(const ServerPlaces& places, const base::Path& medium);
// The same for comments; its private half is written to the medium alone.
[[nodiscard]] Result<domain::KeysDocument> rotate_comment_key(const ServerPlaces& places, const base::Path& medium);

}  // namespace hailong::server
