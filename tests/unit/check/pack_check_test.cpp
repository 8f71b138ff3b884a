// Packs made by somebody without a build: each test makes one mistake and reads what --check says about it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kiosk/app/check.h"
#include "kiosk/app/json_place.h"
#include "tests/support/temp_folder.h"

namespace hailong::pack_check_test {

using ::testing::HasSubstr;

class PackFolder : public testing::Test {
protected:
    PackFolder() {
        config_.packs = folder_.path().string();
        std::filesystem::create_directory(folder_ / "mnong");
        write("pack.json", R"({"language": "mnong",
 "name": "M'nông",
 "status": "reviewed"})");
    }
    void write(const std::string& file, const std::string& text) const {
        ASSERT_TRUE(base::write_file(pack() / file, text));
    }
    [[nodiscard]] base::Path pack() const { return folder_ / "mnong"; }
    [[nodiscard]] std::string findings(app::Extent extent = app::Extent::files) const {
        std::string out;
        for (const auto& finding : app::check_assets(config_, "kiosk.toml", kAssets, extent).findings) {
            out += finding.text() + "\n";
        }
        return out;
    }
    [[nodiscard]] std::string at(const std::string& place) const { return (pack() / place).string() + ": "; }

    const base::Path kAssets = base::Path(HAILONG_SOURCE_DIR) / "assets";
    test::TempFolder folder_;
    app::KioskConfig config_;
};

TEST_F(PackFolder, NeedsNoTextsAtAll) { EXPECT_EQ(findings(), ""); }

TEST_F(PackFolder, IsOfferedWhenTheConfigurationListsIt) {
    config_.languages.push_back("mnong");
    EXPECT_EQ(findings(app::Extent::screens), "") << "three languages have room, too";
}

TEST_F(PackFolder, MayBeADraftWhileNobodyIsOfferedIt) {
    write("pack.json", "{\"language\": \"mnong\", \"name\": \"M'nông\",\n \"status\": \"draft\"}");
    EXPECT_EQ(findings(), "");
    config_.languages.push_back("mnong");
    EXPECT_EQ(findings(), at("pack.json:2") +
                              "the pack is a draft. Take \"mnong\" out of screen.languages, or set "
                              "screen.allow_drafts = true.\n");
    config_.allows_drafts = true;
    EXPECT_EQ(findings(), "");
}

TEST_F(PackFolder, NamesTheLineOfAMistypedMember) {
    write("pack.json", "{\"language\": \"mnong\", \"name\": \"M'nông\",\n \"state\": \"draft\"}");
    EXPECT_EQ(findings(), at("pack.json:2") + "state: is unknown. Correct the name, or write remarks in \"note\".\n");
}

TEST_F(PackFolder, NamesAMissingDescription) {
    std::filesystem::remove(pack() / "pack.json");
    EXPECT_EQ(findings(), at("pack.json") + "cannot be read. Write it (assets/README.md), or take the folder away.\n");
}

TEST_F(PackFolder, NamesAFallbackThatIsNotThere) {
    write("pack.json", "{\"language\": \"mnong\", \"name\": \"M\", \"status\": \"draft\",\n \"fallback\": \"xx\"}");
    EXPECT_EQ(findings(), at("pack.json:2") + "fallback \"xx\" is no pack that can be read. Write \"vi\".\n");
}

TEST_F(PackFolder, NamesAMistypedFile) {
    write("text.json", "{}");
    EXPECT_THAT(findings(),
                HasSubstr(at("text.json") + "is no part of a language pack. Name it pack.json, texts.json"));
}

TEST_F(PackFolder, NamesTheLineOfBrokenJson) {
    write("texts.json", "{\"common.done\": \"a\",\n \"common.skip\" \"b\"}");
    EXPECT_THAT(findings(), HasSubstr((pack() / "texts.json").string() + ":2: "));
}

TEST_F(PackFolder, NamesAKeyThatNoScreenHas) {
    write("texts.json", "{\"common.done\": \"a\",\n \"comon.skip\": \"b\"}");
    EXPECT_EQ(findings(),
              at("texts.json:2") + "no screen has a text \"comon.skip\". Correct the key, or take the line out.\n");
}

TEST_F(PackFolder, NamesAMissingArgument) {
    write("texts.json", "{\"idle.hint\": \"a\"}");
    EXPECT_EQ(findings(),
              at("texts.json:1") + "text \"idle.hint\" has other arguments than in vi/texts.json. Use {seconds}.\n");
}

TEST_F(PackFolder, NamesATextThatIsNotNfc) {
    write("texts.json", "{\"common.done\": \"a\u0300\"}");
    EXPECT_THAT(findings(), HasSubstr(at("texts.json:1") + "text \"common.done\" is not in Unicode form NFC"));
}

TEST_F(PackFolder, NamesAGlyphThatTheFontLacks) {
    write("texts.json", "{\"common.done\": \"ᦀ\"}");
    EXPECT_THAT(findings(), HasSubstr("has no glyph for U+1980"));
}

TEST_F(PackFolder, NamesATextThatHasNoRoomOnAScreen) {
    write("texts.json", "{\"common.done\": \"a\",\n \"level.5\": \"Immeasurably-delighted-beyond-words\"}");
    const auto found = findings(app::Extent::screens);
    EXPECT_THAT(found, HasSubstr(at("texts.json:2") + "text \"level.5\" has no room on the screen (first, "));
    EXPECT_EQ(std::count(found.begin(), found.end(), '\n'), 1) << found;
}

TEST_F(PackFolder, NamesASpokenTextThatNothingAsksFor) {
    write("speech.json", "{\"first.qestion\": \"a\"}");
    EXPECT_EQ(findings(),
              at("speech.json:1") + "nothing is spoken as \"first.qestion\". Correct the key, or take the line out.\n");
}

TEST_F(PackFolder, NamesBrokenSpeechOnce) {
    write("speech.json", "{\"first.question\": \"a\",\n oops}");
    const auto found = findings();
    EXPECT_THAT(found, HasSubstr((pack() / "speech.json").string() + ":2: "));
    EXPECT_EQ(std::count(found.begin(), found.end(), '\n'), 1) << found;
}

TEST_F(PackFolder, NamesARecordingInAnotherFormat) {
    std::filesystem::create_directory(pack() / "audio");
    write("audio/first.question.wav", "OggS");
    EXPECT_THAT(findings(), HasSubstr(at("audio/first.question.wav") + "is no WAV file. Save it as WAV, PCM 16 bit"));
}

TEST_F(PackFolder, MayNotBeMissingWhenItIsConfigured) {
    config_.packs = "/nowhere";
    EXPECT_EQ(findings(), "/nowhere: cannot be read. Make this folder of language packs, or name another.\n");
}

}  // namespace hailong::pack_check_test
