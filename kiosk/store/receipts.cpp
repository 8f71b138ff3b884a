#include "kiosk/store/receipts.h"

#include <algorithm>
#include <system_error>

namespace hailong::store {

namespace {

Result<domain::Receipt> read_answer(const base::Path& path, const base::Digest& chain,
                                    const domain::KeysDocument& keys) {
    HL_TRY(const auto text, base::read_file(path, domain::kMaxSignedText));
    auto receipt = domain::parse_receipt(text, keys);
    if (!receipt) return fail_in("receipt " + path.string(), receipt.error());
    if (receipt->province != keys.province) return fail(ErrorCode::crypto, path.string() + " is of another province");
    if (receipt->chain != chain) return fail(ErrorCode::crypto, path.string() + " speaks of another chain");
    return receipt;
}

}  // namespace

Result<domain::Receipt> read_receipt(const base::Path& receipts_folder, const base::Digest& chain,
                                     const domain::KeysDocument& keys) {
    return read_answer(receipts_folder / chain.hex(), chain, keys);
}

base::Path verdict_file(const base::Path& receipts_folder, const base::Digest& chain) {
    return receipts_folder / (chain.hex() + ".verdict");
}

Result<domain::Receipt> read_verdict(const base::Path& receipts_folder, const base::Digest& chain,
                                     const domain::KeysDocument& keys) {
    return read_answer(verdict_file(receipts_folder, chain), chain, keys);
}

Result<std::vector<ReceiptFile>> read_receipts(const base::Path& receipts_folder, const domain::KeysDocument& keys) {
    std::vector<base::Digest> chains;
    std::error_code error;
    std::filesystem::directory_iterator files(receipts_folder, error);
    if (error == std::errc::no_such_file_or_directory) return std::vector<ReceiptFile>();
    for (; !error && files != std::filesystem::directory_iterator(); files.increment(error)) {
        if (auto chain = base::Digest::from_hex_text(files->path().filename().string())) chains.push_back(*chain);
    }
    if (error) return tl::unexpected<Error>(base::errno_error("list " + receipts_folder.string(), error.value()));
    std::sort(chains.begin(), chains.end());
    std::vector<ReceiptFile> out;
    for (const base::Digest& chain : chains) out.push_back({chain, read_receipt(receipts_folder, chain, keys)});
    return out;
}

}  // namespace hailong::store
