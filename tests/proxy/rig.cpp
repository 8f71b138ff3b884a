#include "tests/proxy/rig.h"

#include "tests/support/must.h"

namespace hailong::proxy_rig {

ArchiveReader::ArchiveReader(const std::filesystem::path& server_data)
    : database_((server_data / "archive.db").string(), SQLite::OPEN_READONLY, 10'000),
      hash_(database_, "SELECT lower(hex(hash)) FROM entry WHERE device = ?1 AND chain = ?2 AND seq = ?3"),
      count_(database_, "SELECT max(rowid) FROM entry") {}  // nothing is ever deleted: the number of rows

std::string ArchiveReader::hash_of(const std::string& chain, long long seq) {
    const std::string raw = test::must(base::from_hex(chain));
    hash_.bind(1, kDevice);
    hash_.bind(2, raw.data(), static_cast<int>(raw.size()));
    hash_.bind(3, static_cast<std::int64_t>(seq));
    std::string found = hash_.executeStep() ? hash_.getColumn(0).getString() : "";
    hash_.reset();
    return found;
}

long long ArchiveReader::number(const std::string& sql) { return database_.execAndGet(sql).getInt64(); }

long long ArchiveReader::count() {
    count_.executeStep();
    const long long found = count_.getColumn(0).getInt64();
    count_.reset();
    return found;
}

Rig::Rig() = default;

transport::Endpoint Rig::endpoint(const std::string& origin) {
    const auto shown = authority.issue({kDevice});
    transport::Endpoint endpoint;
    endpoint.origin = origin;
    endpoint.ca_bundle = temp / "ca.crt";
    endpoint.certificate = temp / "client.crt";
    endpoint.key = temp / "client.key";
    const bool is_written = base::write_file(endpoint.ca_bundle, authority.certificate()) &&
                            base::write_file(endpoint.certificate, shown.certificate) &&
                            base::write_file(endpoint.key, shown.key);
    if (!is_written) throw std::runtime_error("cannot write the terminal's TLS files");
    return endpoint;
}

std::string Rig::receipt_file(const base::Digest& chain) const {
    return base::read_file(places.receipts() / chain.hex()).value_or("");
}

void Rig::judge_safety(Findings& findings, const std::string& where) {
    for (const auto& chain : carrier.state().chains) {
        const std::string receipt = receipt_file(chain.chain);
        findings.expect(receipt.empty() || proxy.is_genuine(receipt), where, "keeps a receipt the province never gave");
        if (!chain.through) continue;
        const std::string ours = carrier.hash_at(chain.chain, *chain.through);
        const std::string theirs = archive_.hash_of(chain.chain.hex(), static_cast<long long>(*chain.through));
        findings.expect(!theirs.empty(), where,
                        "counts entry " + std::to_string(*chain.through) + " as delivered, which is not there");
        findings.expect(theirs.empty() || theirs == ours, where,
                        "counts entry " + std::to_string(*chain.through) + " as delivered, which differs there");
    }
}

void Rig::judge_arrival(Findings& findings, const std::string& where) {
    const auto& thanked = kiosk.thanked();
    for (; judged_ < thanked.size(); ++judged_) {
        const test::Row& row = thanked[judged_];
        const std::string there = archive_.hash_of(row.chain, row.seq);
        findings.expect(there == row.hash, where,
                        "entry " + std::to_string(row.seq) + (there.empty() ? " is lost" : " is altered"));
    }
    findings.expect(
        archive_.count() == static_cast<long long>(thanked.size()), where,
        "the archive holds " + std::to_string(archive_.count()) + " entries of " + std::to_string(thanked.size()));
}

Rig::Standstill Rig::stand() {
    return {test::read_ledger(places.root).rows, receipt_file(kiosk.chain()), archive_.count()};
}

void Rig::judge_standstill(Findings& findings, const std::string& where, const Standstill& before) {
    const Standstill now = stand();
    findings.expect(now.ledger == before.ledger, where, "costs entries");
    findings.expect(now.receipt == before.receipt, where, "is kept as a receipt");
    judge_safety(findings, where);
}

void Rig::try_for(int turns) {
    (void)carrier.run_until([left = turns]() mutable { return --left <= 0; }, std::chrono::hours(48));
}

void Rig::judge_recovery(Findings& findings, const std::string& where) {
    findings.expect(carrier.arrives(), where, "stops the terminal after the province is back");
    judge_safety(findings, where);
    judge_arrival(findings, where);
}

void Rig::judge_ends(Findings& findings) {
    const auto ours = test::read_ledger(places.root);
    const auto theirs = test::read_archive(serving.place.places.root);
    findings.expect(ours.rows == theirs.rows, "both ends", "the sets of (chain, seq, hash) differ");
    findings.expect(theirs.count == theirs.rows.size(), "both ends", "an entry is held twice");
    findings.expect(ours.count == kiosk.thanked().size(), "both ends", "the ledger lost what it thanked for");
    // Repeats and damage on the way are no second version, and what was opened was opened once.
    for (const char* sql : {"SELECT count(*) FROM fork_entry", "SELECT count(*) FROM hole",
                            "SELECT count(*) FROM device WHERE disputed IS NOT NULL"})
        findings.expect(archive_.number(sql) == 0, "archive", sql);
    const auto opened = archive_.number(
        "SELECT (SELECT count(*) FROM opened_rating) + (SELECT count(*) FROM unopened "
        "WHERE (device, chain, seq) NOT IN (SELECT device, chain, seq FROM opened_rating))");
    findings.expect(opened == kiosk.ratings(), "archive",
                    std::to_string(opened) + " ratings opened of " + std::to_string(kiosk.ratings()));
}

}  // namespace hailong::proxy_rig
