// The data folder of an enrolled terminal, with a province of its own: its keys are made here, so that a test can open
// what was sealed. Everything lies in one temporary folder.
#pragma once

#include <vector>

#include "kiosk/base/crypto.h"
#include "kiosk/domain/answer.h"
#include "kiosk/domain/places.h"
#include "tests/support/temp_folder.h"

namespace hailong::test {

class EnrolledFolder {
public:
    EnrolledFolder();  // throws when anything fails

    [[nodiscard]] domain::Places places() const { return {folder_ / "data"}; }
    [[nodiscard]] base::Path card() const { return folder_ / "card.json"; }
    [[nodiscard]] base::Path file(const std::string& name) const { return folder_ / name; }
    // Every answer in the ledger, opened with the province's keys, in the order of writing.
    [[nodiscard]] std::vector<domain::Answer> answers() const;
    // Judges the codes of the staff screen.
    [[nodiscard]] const base::Secret& staff_key() const { return staff_key_; }
    // Whether a device entry says this word.
    [[nodiscard]] bool has_entry(std::string_view word) const;

private:
    void write_identity(const base::SignKey& device) const;

    TempFolder folder_;
    base::Signer root_;
    base::Signer receipt_;
    base::Opener intake_;
    base::Opener comment_;  // comments are sealed to a key of their own
    base::Secret staff_key_{std::string(32, 's')};
};

}  // namespace hailong::test
