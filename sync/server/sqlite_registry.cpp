// Devices, their keys, and enrolment codes.
#include "sync/server/sqlite.h"
#include "sync/server/sqlite_archive.h"

namespace hailong::server {

namespace {

constexpr const char* kAddCode =
    "INSERT INTO code(id, secret, device, unit, office, expires, failures, nonces, used, used_keys, identity) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT DO NOTHING";
constexpr const char* kReadCode =
    "SELECT id, secret, device, unit, office, expires, failures, nonces, used, used_keys, identity FROM code "
    "WHERE id = ?1";
constexpr const char* kChangeCode =
    "UPDATE code SET secret = ?2, device = ?3, unit = ?4, office = ?5, expires = ?6, failures = ?7, nonces = ?8, "
    "used = ?9, used_keys = ?10, identity = ?11 WHERE id = ?1";
constexpr const char* kPutDevice =
    "INSERT INTO device(device, unit, office, status, since) VALUES (?1, ?2, ?3, 'active', ?4) "
    "ON CONFLICT (device) DO UPDATE SET unit = excluded.unit, office = excluded.office, status = 'active'";
constexpr const char* kPutDeviceKey =
    "INSERT INTO device_key(device, dev_key, unit, since) VALUES (?1, ?2, ?3, ?4) "
    "ON CONFLICT (device, dev_key, unit) DO UPDATE SET since = excluded.since";
constexpr const char* kDropTlsKeys = "UPDATE tls_key SET status = 'revoked' WHERE device = ?1 AND spki <> ?2";
// Enrolling again with the key in use is fine; another device's key, or one that was revoked, stays what it is.
constexpr const char* kPutTlsKey =
    "INSERT INTO tls_key(spki, device, status, since) VALUES (?1, ?2, 'active', ?3) "
    "ON CONFLICT (spki) DO UPDATE SET since = excluded.since WHERE device = excluded.device AND status = 'active'";
constexpr const char* kRevokeTlsKeys = "UPDATE tls_key SET status = 'revoked' WHERE device = ?1";
constexpr const char* kRevoke = "UPDATE device SET status = 'revoked' WHERE device = ?1";

// The oldest key in use is the one that has proven itself; what was given after it and never used makes room.
constexpr const char* kDropUnusedKeys =
    "UPDATE tls_key SET status = 'revoked' WHERE device = ?1 AND status = 'active' AND spki <> ?2 AND since > "
    "(SELECT min(since) FROM tls_key WHERE device = ?1 AND status = 'active')";
// `since` orders the keys of a device, whatever our clock does.
constexpr const char* kAddTlsKey =
    "INSERT INTO tls_key(spki, device, status, since) VALUES (?1, ?2, 'active', "
    "max(?3, (SELECT coalesce(max(since), 0) + 1 FROM tls_key WHERE device = ?2))) "
    "ON CONFLICT (spki) DO UPDATE SET since = since WHERE device = excluded.device AND status = 'active'";
constexpr const char* kNewestDeviceKey =
    "SELECT k.device, k.dev_key, k.unit, d.office, d.status = 'revoked' FROM device_key k "
    "JOIN device d ON d.device = k.device WHERE k.device = ?1 ORDER BY k.since DESC, k.dev_key LIMIT 1";

constexpr const char* kAllDeviceKeys =
    "SELECT k.device, k.dev_key, k.unit, d.office, d.status = 'revoked' FROM device_key k "
    "JOIN device d ON d.device = k.device ORDER BY k.device, k.since, k.dev_key, k.unit";

constexpr std::size_t kNonceSize = base::Token16::kSize;

void bind_code(SQLite::Statement& statement, const Code& code) {
    std::string nonces;
    for (const auto& nonce : code.nonces) nonces += nonce.view();
    statement.bind(1, code.id);
    bind_blob(statement, 2, code.secret);
    statement.bind(3, code.terminal.device);
    statement.bind(4, code.terminal.unit);
    statement.bind(5, code.terminal.office);
    statement.bind(6, to_sql(code.expires));
    statement.bind(7, code.failures);
    bind_blob(statement, 8, nonces);
    code.used ? statement.bind(9, to_sql(*code.used)) : statement.bind(9);
    statement.bind(10, code.used_keys);
    statement.bind(11, code.identity);
}

Result<Code> code_from(SQLite::Statement& row) {
    Code code;
    code.id = row.getColumn(0).getString();
    code.secret = row.getColumn(1).getString();
    code.terminal = {row.getColumn(2).getString(), row.getColumn(3).getString(), row.getColumn(4).getString(), false};
    code.expires = wall_from(row.getColumn(5));
    code.failures = row.getColumn(6).getInt();
    const std::string nonces = row.getColumn(7).getString();
    for (std::size_t at = 0; at + kNonceSize <= nonces.size(); at += kNonceSize) {
        HL_TRY(const auto nonce, base::Token16::from_raw(std::string_view(nonces).substr(at, kNonceSize)));
        code.nonces.push_back(nonce);
    }
    if (!row.getColumn(8).isNull()) code.used = wall_from(row.getColumn(8));
    code.used_keys = row.getColumn(9).getString();
    code.identity = row.getColumn(10).getString();
    return code;
}

Result<DeviceKey> device_key_from(SQLite::Statement& row) {
    HL_TRY(const auto key, fixed_from<base::SignKey>(row.getColumn(1)));
    return DeviceKey{row.getColumn(0).getString(), key, row.getColumn(2).getString(), row.getColumn(3).getString(),
                     row.getColumn(4).getInt() != 0};
}

}  // namespace

Status SqliteArchive::add_code(const Code& code) {
    const std::scoped_lock lock(mutex_);
    return guarded("add an enrolment code", [&]() -> Status {
        SQLite::Statement insert(*database_, kAddCode);
        bind_code(insert, code);
        if (insert.exec() == 0) return fail(ErrorCode::conflict, "enrolment code " + code.id + " exists already");
        return {};
    });
}

Status SqliteArchive::store_enrolled(const NewTerminal& enrolled) {
    SQLite::Statement device(*database_, kPutDevice);
    device.bind(1, enrolled.terminal.device);
    device.bind(2, enrolled.terminal.unit);
    device.bind(3, enrolled.terminal.office);
    device.bind(4, to_sql(enrolled.since));
    device.exec();
    SQLite::Statement key(*database_, kPutDeviceKey);
    key.bind(1, enrolled.terminal.device);
    bind_blob(key, 2, enrolled.dev_key.view());
    key.bind(3, enrolled.terminal.unit);
    key.bind(4, to_sql(enrolled.since));
    key.exec();
    SQLite::Statement old(*database_, kDropTlsKeys);
    old.bind(1, enrolled.terminal.device);
    bind_blob(old, 2, enrolled.spki.view());
    old.exec();
    SQLite::Statement tls(*database_, kPutTlsKey);
    bind_blob(tls, 1, enrolled.spki.view());
    tls.bind(2, enrolled.terminal.device);
    tls.bind(3, to_sql(enrolled.since));
    if (tls.exec() == 0) return fail(ErrorCode::conflict, "this TLS key was revoked or belongs to another device");
    return {};
}

Status SqliteArchive::with_code(const std::string& id, const std::function<Result<CodeChange>(const Code&)>& decide) {
    const std::scoped_lock lock(mutex_);
    return guarded("use an enrolment code", [&]() -> Status {
        WriteTransaction transaction(*database_);
        SQLite::Statement row(*database_, kReadCode);
        row.bind(1, id);
        if (!row.executeStep()) return fail(ErrorCode::not_found, "no enrolment code " + id);
        HL_TRY(const auto code, code_from(row));
        row.reset();
        HL_TRY(const auto change, decide(code));
        SQLite::Statement update(*database_, kChangeCode);
        bind_code(update, change.code);
        update.exec();
        if (change.enrolled) HL_CHECK(store_enrolled(*change.enrolled));
        transaction.commit();
        return {};
    });
}

Result<std::vector<DeviceKey>> SqliteArchive::device_keys() {
    const std::scoped_lock lock(mutex_);
    return guarded("list the terminals' keys", [&]() -> Result<std::vector<DeviceKey>> {
        std::vector<DeviceKey> out;
        SQLite::Statement row(*database_, kAllDeviceKeys);
        while (row.executeStep()) {
            HL_TRY(auto key, device_key_from(row));
            out.push_back(std::move(key));
        }
        return out;
    });
}

Status SqliteArchive::add_tls_key(const NewTlsKey& key, const std::function<Status(const DeviceKey&)>& decide) {
    const std::scoped_lock lock(mutex_);
    return guarded("add a TLS key of " + key.device, [&]() -> Status {
        WriteTransaction transaction(*database_);
        SQLite::Statement row(*database_, kNewestDeviceKey);
        row.bind(1, key.device);
        if (!row.executeStep()) return fail(ErrorCode::not_found, "no device " + key.device);
        HL_TRY(const auto newest, device_key_from(row));
        row.reset();
        HL_CHECK(decide(newest));
        SQLite::Statement unused(*database_, kDropUnusedKeys);
        unused.bind(1, key.device);
        bind_blob(unused, 2, key.spki.view());
        unused.exec();
        SQLite::Statement add(*database_, kAddTlsKey);
        bind_blob(add, 1, key.spki.view());
        add.bind(2, key.device);
        add.bind(3, to_sql(key.since));
        if (add.exec() == 0) return fail(ErrorCode::conflict, "this TLS key was replaced or belongs to another device");
        transaction.commit();
        return {};
    });
}

Status SqliteArchive::revoke(const std::string& device) {
    const std::scoped_lock lock(mutex_);
    return guarded("revoke " + device, [&]() -> Status {
        WriteTransaction transaction(*database_);
        SQLite::Statement update(*database_, kRevoke);
        update.bind(1, device);
        if (update.exec() == 0) return fail(ErrorCode::not_found, "no device " + device);
        SQLite::Statement keys(*database_, kRevokeTlsKeys);
        keys.bind(1, device);
        keys.exec();
        transaction.commit();
        return {};
    });
}

}  // namespace hailong::server
