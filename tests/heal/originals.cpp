#include "tests/heal/originals.h"

#include "kiosk/app/serving_chain.h"
#include "kiosk/store/segment_file.h"

namespace hailong::heal {

namespace fs = std::filesystem;

namespace {

domain::Rating rating(int score) {
    return domain::Rating{base::random_token(), domain::Score::from(score).value(), domain::FaceOrder::worst_first,
                          base::Millis(2'310), "quick@2"};
}

domain::Comment longest_comment() {
    domain::Comment comment;
    comment.visit = base::random_token();
    comment.text = base::PrivateText(std::string(domain::kMaxCommentBytes, 'x'));
    return comment;
}

}  // namespace

Original::Original(int entries, domain::Seq segment_entries, End end)
    : options_{.segment_entries = segment_entries}, kept_(office_.temp / "kept") {
    office_.enrol();
    const auto station = office_.station().value();
    auto ledger = app::open_serving_ledger({office_.places, station, office_.device, app_office::stamp(), options_, {}})
                      .value()
                      .ledger;
    chain_ = ledger.head().chain;
    for (int i = 0; i < entries; ++i) {
        const domain::SealKeys keys{station.keys.intake, station.keys.comment};
        const auto draft = i % 16 == 7 ? domain::seal_answer(longest_comment(), app_office::stamp(), keys)
                                       : domain::seal_answer(rating(1 + i % 5), app_office::stamp(), keys);
        if (!ledger.append(draft)) throw std::runtime_error("an original cannot be written");
        if (i == entries / 2 && i % 2 == 0) static_cast<void>(ledger.tidy());
    }
    if (end == End::stopped) static_cast<void>(ledger.close());
    // What a kill leaves is what lies on the disk now.
    fs::copy(office_.places.root, kept_, fs::copy_options::recursive);
    static_cast<void>(ledger.close());
    const auto names = store::segments_of(office_.places.ledger(), chain_).value();
    for (const auto& name : names) {
        const auto file = store::SegmentFile::open_writer(office_.places.ledger() / name.folder()).value();
        const auto rows = file.entries(0, 100'000).value();
        for (const auto& entry : rows) {
            written_[entry.seq] = {entry.line,
                                   entry.line + std::string(entry.hash.view()) + std::string(entry.sig.view())};
        }
    }
}

void Original::copy_to(const base::Path& root) const {
    fs::remove_all(root);
    fs::copy(kept_, root, fs::copy_options::recursive);
    // The wal-index belongs to the process that died.
    for (const auto& one : fs::recursive_directory_iterator(root)) {
        if (one.path().extension() == ".db-shm") fs::resize_file(one.path(), 0);
    }
}

}  // namespace hailong::heal
