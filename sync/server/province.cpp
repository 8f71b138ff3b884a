#include "sync/server/province.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "kiosk/base/json.h"
#include "kiosk/base/log.h"
#include "sync/server/key_files.h"
#include "sync/server/sqlite_archive.h"

namespace hailong::server {

namespace json = base::json;

namespace {

constexpr auto kCodeLife = std::chrono::days(14);  // a card travels to a ward by post
constexpr std::size_t kSecretBytes = 16;
constexpr std::size_t kStaffMasterBytes = 32;
constexpr const char* kLocalHosts[] = {"localhost", "127.0.0.1"};  // for checks on the server itself

// Empty when there is none yet.
Result<base::Secret> load_staff_master(const ServerPlaces& places) {
    auto key = read_key_file(places.staff_key());
    if (!key && key.error().code == ErrorCode::not_found) return base::Secret();
    if (key && key->size() != kStaffMasterBytes) {
        return fail(ErrorCode::environment, places.staff_key().string() + " is no staff key");
    }
    return key;
}

Status check_settings(const ProvinceSettings& settings) {
    if (!domain::is_device_id(settings.id)) {
        return fail(ErrorCode::bad_input, "--province must be 1 to 32 of a-z, 0-9 and -");
    }
    if (settings.authority.empty()) return fail(ErrorCode::bad_input, "--authority must name the authority");
    if (settings.host.empty() || settings.host.find_first_of(" ,:/") != std::string::npos) {
        return fail(ErrorCode::bad_input, "--host must be a host name without port");
    }
    for (const std::string* url : {&settings.sync_url, &settings.enrol_url}) {
        if (!url->starts_with("https://")) return fail(ErrorCode::bad_input, "addresses must begin with https://");
    }
    return {};
}

Status check_empty(const ServerPlaces& places) {
    for (const auto& place :
         {places.settings(), places.archive(), places.ca_key(), places.offline(), places.document()}) {
        if (std::filesystem::exists(place)) {
            return fail(ErrorCode::conflict,
                        place.string() +
                            " exists: this folder holds a province, or half of one from an interrupted init; "
                            "keys are never overwritten, choose another folder");
        }
    }
    return {};
}

Status make_folders(const ServerPlaces& places) {
    // 0711: nginx, another user, passes through to tls/ but lists nothing.
    HL_CHECK(base::make_folder(places.root, 0711));
    HL_CHECK(base::make_folder(places.document().parent_path(), 0700));
    HL_CHECK(base::make_folder(places.ca_certificate().parent_path(), 0755));
    for (const auto& place : {places.offline(), places.codes(), places.revocations()}) {
        HL_CHECK(base::make_folder(place, 0700));
    }
    return {};
}

Status make_keys(const ServerPlaces& places, const ProvinceSettings& settings) {
    const auto root = base::Signer::generate();
    const auto receipt = base::Signer::generate();
    const auto receipt_next = base::Signer::generate();
    const auto intake = base::Opener::generate();
    const auto comment = base::Opener::generate();
    domain::KeysDocument keys;
    keys.province = settings.id;
    keys.root = root.public_key();
    keys.receipt = {receipt.public_key(), receipt_next.public_key()};
    keys.config = {receipt.public_key()};
    keys.intake = intake.public_key();
    keys.comment = comment.public_key();
    HL_CHECK(write_key(places.offline() / "root.key", root.seed()));
    HL_CHECK(write_key(places.offline() / "receipt-next.key", receipt_next.seed()));
    HL_CHECK(write_key(places.offline() / "comment.key", comment.secret()));
    HL_CHECK(write_key(places.receipt_key(), receipt.seed()));
    HL_CHECK(write_key(places.intake_key(), intake.secret()));
    return base::write_file(places.document(), domain::encode_keys(keys, root), 0644);
}

Status certify_server(const ServerPlaces& places, const Issued& ca, const std::string& host, base::WallTime now) {
    std::vector<std::string> hosts{host};
    for (const std::string local : kLocalHosts) {
        if (local != host) hosts.push_back(local);
    }
    HL_TRY(const auto server, make_server_certificate(ca, hosts, now));
    HL_CHECK(base::write_file(places.server_key(), server.key.view(), 0600));
    return base::write_file(places.server_certificate(), server.certificate, 0644);
}

Status make_certificates(const ServerPlaces& places, const ProvinceSettings& settings, base::WallTime now) {
    HL_TRY(const auto ca, make_ca(settings.id + " CA", now));
    HL_CHECK(base::write_file(places.ca_key(), ca.key.view(), 0600));
    HL_CHECK(base::write_file(places.ca_certificate(), ca.certificate, 0644));
    return certify_server(places, ca, settings.host, now);
}

Result<Issued> load_ca(const ServerPlaces& places) {
    HL_TRY(auto certificate, base::read_file(places.ca_certificate()));
    HL_TRY(auto key_text, base::read_file(places.ca_key()));
    Issued ca{std::move(certificate), base::Secret(key_text)};
    base::wipe(key_text);
    if (!is_pair(ca)) {
        return fail(ErrorCode::environment, places.ca_key().string() + " is not the key of the first certificate in " +
                                                places.ca_certificate().string() + ": run `hailong-server roll-ca`");
    }
    return ca;
}

Result<ProvinceSettings> read_settings(const base::Path& file) {
    HL_TRY(const auto text, base::read_file(file));
    HL_TRY(const auto object, json::parse(text, file.string()));
    ProvinceSettings settings;
    HL_TRY(settings.id, object.text("province"));
    HL_TRY(settings.authority, object.text("authority"));
    HL_TRY(settings.host, object.text("host"));
    HL_TRY(settings.sync_url, object.text("sync_url"));
    HL_TRY(settings.enrol_url, object.text("enrol_url"));
    return settings;
}

tl::unexpected<Error> refuse_key(const base::Path& file, std::string_view why) {
    return fail(ErrorCode::environment, file.string() + " " + std::string(why));
}

Result<std::map<std::string, base::Opener>> load_intake_keys(const ServerPlaces& places) {
    std::vector<base::Path> files{places.intake_key()};
    std::error_code error;
    for (const auto& one : std::filesystem::directory_iterator(places.intake_key().parent_path(), error)) {
        const std::string name = one.path().filename().string();
        if (name.starts_with("intake-") && name.ends_with(".key")) files.push_back(one.path());
    }
    if (error)
        return fail(ErrorCode::io, "list " + places.intake_key().parent_path().string() + ": " + error.message());
    std::map<std::string, base::Opener> keys;
    for (const base::Path& file : files) {
        HL_TRY(auto opener, read_key_as(file, base::Opener::from_secret));
        std::string id = opener.key_id();
        keys.emplace(std::move(id), std::move(opener));
    }
    return keys;
}

// Terminals that have not read the newest document seal to a comment key before, and none of them is ours to open.
Result<std::set<std::string>> load_comment_keys(const ServerPlaces& places, const domain::KeysDocument& present) {
    std::set<std::string> ids{base::key_id(present.comment.view())};
    for (std::uint64_t version = 1; version < present.version; ++version) {
        const auto before = read_keys(places.document_of(version));
        if (!before && before.error().code == ErrorCode::not_found) continue;  // made by hand, or by an older program
        if (!before) return fail_in("an earlier keys document", before.error());
        ids.insert(base::key_id(before->keys.comment.view()));
    }
    return ids;
}

std::string encode_code(const Code& code) {
    json::Writer out;
    out.field("v", 1).field("code", code.id).field("secret", base::to_b64(code.secret));
    out.field("device", code.terminal.device).field("unit", code.terminal.unit).field("office", code.terminal.office);
    out.field("expires", base::format_utc(code.expires));
    return out.done() + "\n";
}

}  // namespace

Status init_province(const ServerPlaces& places, const ProvinceSettings& settings, base::WallTime now) {
    HL_CHECK(check_settings(settings));
    HL_CHECK(check_empty(places));
    HL_CHECK(make_folders(places));
    HL_CHECK(make_keys(places, settings));
    HL_CHECK(make_staff_master(places));
    HL_CHECK(make_dossier_key(places));
    HL_CHECK(make_certificates(places, settings, now));
    HL_CHECK(SqliteArchive::create(places.archive(), base::to_hex(base::random_bytes(8))));
    json::Writer out;
    out.field("v", 1).field("province", settings.id).field("authority", settings.authority);
    out.field("host", settings.host).field("sync_url", settings.sync_url).field("enrol_url", settings.enrol_url);
    return base::write_file(places.settings(), out.done() + "\n", 0644);
}

Status make_staff_master(const ServerPlaces& places) {
    std::error_code ignored;
    if (std::filesystem::exists(places.staff_key(), ignored)) return {};
    std::string bytes = base::random_bytes(kStaffMasterBytes);
    const base::Secret master(bytes);
    base::wipe(bytes);
    return write_key(places.staff_key(), master);
}

Status make_dossier_key(const ServerPlaces& places) {
    std::error_code ignored;
    if (std::filesystem::exists(places.dossier_key(), ignored)) return {};
    std::string bytes = base::random_bytes(base::Digest::kSize);
    const base::Secret key(bytes);
    base::wipe(bytes);
    return write_key(places.dossier_key(), key);
}

Result<Province> load_province(const ServerPlaces& places) {
    auto settings = read_settings(places.settings());
    if (!settings && settings.error().code == ErrorCode::not_found) {
        return fail(ErrorCode::environment,
                    places.root.string() + " holds no province: run `hailong-server init` first");
    }
    if (!settings) return tl::unexpected<Error>(settings.error());
    HL_TRY(auto receipt, read_key_as(places.receipt_key(), base::Signer::from_seed));
    HL_TRY(auto document, read_keys(places.document()));
    domain::KeysDocument& keys = document.keys;
    if (std::find(keys.receipt.begin(), keys.receipt.end(), receipt.public_key()) == keys.receipt.end()) {
        return refuse_key(places.receipt_key(),
                          "is no receipt key of the keys document: terminals would refuse every answer");
    }
    HL_TRY(auto intake_keys, load_intake_keys(places));
    if (!intake_keys.contains(base::key_id(keys.intake.view()))) {
        return refuse_key(places.intake_key(), "is not the intake key of the keys document: no answer could be opened");
    }
    HL_TRY(auto comment_keys, load_comment_keys(places, keys));
    HL_TRY(auto ca, load_ca(places));
    HL_TRY(auto staff_master, load_staff_master(places));
    HL_CHECK(make_dossier_key(places));
    HL_TRY(auto dossier_key, read_key_file(places.dossier_key()));
    if (dossier_key.size() != base::Digest::kSize) return refuse_key(places.dossier_key(), "is no key of 32 bytes");
    return Province{*settings,          std::move(keys),         std::move(document.text),
                    std::move(receipt), std::move(intake_keys),  std::move(comment_keys),
                    std::move(ca),      std::move(staff_master), std::move(dossier_key)};
}

Status renew_server_certificate(const ServerPlaces& places, base::WallTime now) {
    HL_TRY(const auto settings, read_settings(places.settings()));
    HL_TRY(const auto ca, load_ca(places));
    return certify_server(places, ca, settings.host, now);
}

Status roll_ca(const ServerPlaces& places, base::WallTime now) {
    HL_TRY(const auto settings, read_settings(places.settings()));
    HL_TRY(const auto present, base::read_file(places.ca_certificate()));
    HL_TRY(auto ca, make_ca(settings.id + " CA " + base::office_day(now), now));
    HL_TRY(const auto before, first_certificate(present));
    // Between these two the key is no CA's, which load_ca() refuses; the next attempt still finds the CA before.
    HL_CHECK(base::write_file(places.ca_key(), ca.key.view(), 0600));
    HL_CHECK(base::write_file(places.ca_certificate(), ca.certificate + before, 0644));
    return certify_server(places, ca, settings.host, now);
}

Status order_revocation(const ServerPlaces& places, const std::string& device) {
    if (!domain::is_device_id(device)) {
        return fail(ErrorCode::bad_input, "--device must be 1 to 32 of a-z, 0-9 and -");
    }
    HL_CHECK(base::make_folder(places.revocations(), 0700));  // a province of before has none
    return base::write_file(places.revocations() / device, "", 0600);
}

Status take_up_revocations(const ServerPlaces& places, Registry& registry) {
    std::error_code error;
    for (const auto& one : std::filesystem::directory_iterator(places.revocations(), error)) {
        const std::string device = one.path().filename().string();
        if (!domain::is_device_id(device)) continue;  // a file that is still being written
        auto revoked = registry.revoke(device);
        if (!revoked && revoked.error().code != ErrorCode::not_found) return revoked;
        base::log_event(base::Level::info, revoked ? "device.revoked" : "device.unknown", {{"device", device}});
        if (unlink(one.path().c_str()) != 0) {
            return tl::unexpected<Error>(base::errno_error("remove " + one.path().string(), errno));
        }
    }
    if (error && error != std::errc::no_such_file_or_directory) {
        return fail(ErrorCode::io, "list " + places.revocations().string() + ": " + error.message());
    }
    return {};
}

Result<domain::EnrolmentCard> order_code(const ServerPlaces& places, const Province& province, const CodeOrder& order) {
    if (!domain::is_device_id(order.terminal.device)) {
        return fail(ErrorCode::bad_input, "--device must be 1 to 32 of a-z, 0-9 and -");
    }
    if (!domain::is_unit_code(order.terminal.unit)) {
        return fail(ErrorCode::bad_input, "--unit must be the five-digit code of the ward");
    }
    if (order.terminal.office.empty()) return fail(ErrorCode::bad_input, "--office must name the desk");
    Code code;
    code.id = base::to_hex(base::random_bytes(8));
    code.secret = base::random_bytes(kSecretBytes);
    code.terminal = order.terminal;
    code.expires = order.now + kCodeLife;
    HL_CHECK(base::write_file(places.codes() / (code.id + ".json"), encode_code(code), 0600));
    return domain::EnrolmentCard{province.settings.enrol_url, code.id, base::Secret(code.secret),
                                 domain::fingerprint(province.keys.root)};
}

Result<Code> read_code(const ServerPlaces& places, const std::string& id) {
    const base::Path file = places.codes() / (id + ".json");
    HL_TRY(const auto text, base::read_file(file));
    HL_TRY(const auto object, json::parse(text, file.string()));
    Code code;
    HL_TRY(code.id, object.text("code"));
    HL_TRY(const auto secret, object.text("secret"));
    HL_TRY(code.secret, base::from_b64(secret));
    HL_TRY(code.terminal.device, object.text("device"));
    HL_TRY(code.terminal.unit, object.text("unit"));
    HL_TRY(code.terminal.office, object.text("office"));
    HL_TRY(const auto expires, object.text("expires"));
    HL_TRY(code.expires, base::parse_utc(expires));
    return code;
}

Status remove_code(const ServerPlaces& places, const std::string& id) {
    const base::Path file = places.codes() / (id + ".json");
    if (unlink(file.c_str()) != 0 && errno != ENOENT) {
        return tl::unexpected<Error>(base::errno_error("remove " + file.string(), errno));
    }
    return base::sync_folder(places.codes());
}

}  // namespace hailong::server
