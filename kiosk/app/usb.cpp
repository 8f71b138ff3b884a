#include "kiosk/app/usb.h"

#include <sys/stat.h>

#include <algorithm>
#include <system_error>

#include "kiosk/domain/batch.h"
#include "kiosk/domain/receipt.h"

namespace hailong::app {

namespace {

constexpr std::size_t kMaxBatchFile = std::size_t{300} * 1024;  // header line and lines of one batch
constexpr mode_t kOwnFolder = 0700;
constexpr std::string_view kBatch = ".batch";
constexpr std::string_view kAnswer = ".answer";

// Numbers of one length: files then sort in the order in which they must be taken.
std::string batch_name(const base::Digest& chain, domain::Seq first) {
    std::string number = std::to_string(first);
    number.insert(0, number.size() < 10 ? 10 - number.size() : 0, '0');
    return chain.hex().substr(0, 8) + "-" + number + std::string(kBatch);
}

base::Path folder_of(const HandOver& order) { return order.stick / "hailong" / order.device; }

Status make_stick_folders(const HandOver& order) {
    std::error_code error;
    std::filesystem::create_directories(folder_of(order), error);
    if (error) return tl::unexpected<Error>(base::errno_error("make " + folder_of(order).string(), error.value()));
    // A stick may come from anybody: no link on it leads us into our own folders.
    for (const base::Path& folder : {folder_of(order).parent_path(), folder_of(order)}) {
        if (std::filesystem::is_symlink(folder, error)) {
            return fail(ErrorCode::bad_input, folder.string() + " is a link: use another stick");
        }
    }
    return {};
}

// The receipt in the answer to this batch, if it is the province's and about our own ledger.
Result<domain::Receipt> receipt_in(const std::string& answer, const domain::Batch& asked, const HandOver& order) {
    HL_TRY(auto receipt, domain::parse_receipt(answer, order.keys));
    const bool is_ours = receipt.province == order.keys.province && receipt.device == order.device &&
                         receipt.chain == asked.header.chain && receipt.chain &&
                         receipt.req == domain::request_digest(asked.header_line);
    if (!is_ours) return fail(ErrorCode::crypto, "answers something else");
    if (receipt.verdict != domain::Verdict::ok || !receipt.through || !receipt.head) {
        return fail(ErrorCode::conflict, "is no receipt");
    }
    const auto held = store::LedgerReader(order.places.ledger()).at(*receipt.chain, *receipt.through);
    if (!held || held->hash != *receipt.head) return fail(ErrorCode::crypto, "contradicts the ledger");
    return receipt;
}

// Keeps the answer beside the agent's receipts if it reaches further than what is kept.
Status keep_receipt(const std::string& answer, const domain::Receipt& receipt, const HandOver& order) {
    HL_CHECK(base::make_folder(stick_receipts(order.places), kOwnFolder));
    const base::Path file = stick_receipts(order.places) / receipt.chain->hex();
    const auto text = base::read_file(file, domain::kMaxSignedText);
    const auto kept =
        text ? domain::parse_receipt(*text, order.keys) : Result<domain::Receipt>(fail(text.error().code, ""));
    if (kept && kept->through && *kept->through >= *receipt.through) return {};
    return base::write_file(file, answer, 0600);
}

// Removes what was receipted. Done after the receipt is durable.
void remove_pair(const base::Path& batch) {
    std::error_code ignored;
    std::filesystem::remove(batch, ignored);
    std::filesystem::remove(batch.string() + std::string(kAnswer), ignored);
}

Status take_answer(const base::Path& batch_file, const HandOver& order, HandedOver& done) {
    const auto answer = base::read_file(batch_file.string() + std::string(kAnswer), domain::kMaxSignedText);
    if (!answer) return {};  // not imported yet
    const auto text = base::read_file(batch_file, kMaxBatchFile);
    const auto batch =
        text ? domain::split_batch(*text) : Result<domain::Batch>(fail(text.error().code, text.error().what));
    const auto receipt =
        batch ? receipt_in(*answer, *batch, order) : Result<domain::Receipt>(fail(batch.error().code, ""));
    if (!receipt) {
        ++done.refused;
        return {};
    }
    HL_CHECK(keep_receipt(*answer, *receipt, order));
    ++done.answers;
    if (*receipt->through >= batch->header.last) remove_pair(batch_file);
    return {};
}

Status take_answers(const HandOver& order, HandedOver& done) {
    std::vector<base::Path> batches;
    std::error_code error;
    for (const auto& one : std::filesystem::directory_iterator(folder_of(order), error)) {
        if (one.path().extension() == kBatch) batches.push_back(one.path());
    }
    if (error) return tl::unexpected<Error>(base::errno_error("list " + folder_of(order).string(), error.value()));
    std::sort(batches.begin(), batches.end());
    for (const base::Path& batch : batches) HL_CHECK(take_answer(batch, order, done));
    return {};
}

// A stick has no clock of ours and may lie in a pocket for days: clock and health stay empty.
Result<domain::Batch> next_batch(const store::LedgerReader& reader, const HandOver& order,
                                 const domain::ChainSummary& chain, domain::Seq from) {
    domain::Batch batch;
    batch.header.device = order.device;
    batch.header.chain = chain.chain;
    batch.header.first = from;
    if (from > 0) {
        HL_TRY(const auto before, reader.at(chain.chain, from - 1));
        batch.header.prev = before.hash;
    }
    HL_TRY(batch.lines, reader.lines(chain.chain, from, {}));
    if (batch.lines.empty()) return fail(ErrorCode::corrupt, "the ledger ends before its last entry");
    batch.header.last = from + batch.lines.size() - 1;
    HL_TRY(const auto last, reader.at(chain.chain, batch.header.last));
    batch.header.head = last.hash;
    batch.header.sig = last.sig;
    batch.header.nonce = base::random_token();
    batch.header_line = domain::encode_header(batch.header);
    return batch;
}

Status write_pending(const HandOver& order, const ChainProgress& chain, HandedOver& done) {
    const store::LedgerReader reader(order.places.ledger());
    domain::Seq from = std::max(chain.next(), chain.summary.floor);
    while (from <= chain.summary.last) {
        HL_TRY(const auto batch, next_batch(reader, order, chain.summary, from));
        const base::Path file = folder_of(order) / batch_name(chain.summary.chain, from);
        std::error_code ignored;
        std::filesystem::remove(file.string() + std::string(kAnswer), ignored);  // it answers what stood there before
        HL_CHECK(base::write_plain_file(file, domain::join_batch(batch)));
        ++done.files;
        done.entries += batch.lines.size();
        from = batch.header.last + 1;
    }
    return {};
}

}  // namespace

Status find_stick(const base::Path& folder) {
    struct stat own{};
    struct stat above{};
    const bool is_there =
        stat(folder.c_str(), &own) == 0 && S_ISDIR(own.st_mode) && stat((folder / "..").c_str(), &above) == 0;
    if (is_there && (own.st_dev != above.st_dev || own.st_ino == above.st_ino)) return {};
    return fail(ErrorCode::not_found, "no stick is mounted at " + folder.string());
}

Result<HandedOver> hand_over(const HandOver& order) {
    HandedOver done;
    HL_CHECK(make_stick_folders(order));
    HL_CHECK(take_answers(order, done));
    HL_TRY(const auto chains, ledger_progress(order.places, order.keys));
    for (const ChainProgress& chain : chains) HL_CHECK(write_pending(order, chain, done));
    return done;
}

}  // namespace hailong::app
