// Each test breaks one thing in a copy of the real assets and reads what --check says about it.
#include "kiosk/app/check.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kiosk/app/device_key.h"
#include "kiosk/store/ledger.h"
#include "kiosk/store/segment_file.h"
#include "tests/support/temp_folder.h"

namespace hailong::check_test {

using app::CheckReport;
using ::testing::HasSubstr;

class Check : public ::testing::Test {
protected:
    Check() {
        std::filesystem::copy(base::Path(HAILONG_SOURCE_DIR) / "assets", assets(),
                              std::filesystem::copy_options::recursive);
    }
    [[nodiscard]] base::Path assets() const { return folder_ / "assets"; }
    [[nodiscard]] CheckReport run() const {
        return app::check_assets(config_, "kiosk.toml", assets(), app::Extent::files);
    }
    [[nodiscard]] std::string only_finding() const {
        const auto report = run();
        EXPECT_EQ(report.findings.size(), 1U) << all(report);
        return report.findings.empty() ? "" : report.findings[0].text();
    }
    static std::string all(const CheckReport& report) {
        std::string out;
        for (const auto& finding : report.findings) out += finding.text() + "\n";
        return out;
    }
    void replace(const std::string& file, const std::string& old_text, const std::string& new_text) const {
        auto text = base::read_file(assets() / file).value();
        const auto place = text.find(old_text);
        ASSERT_NE(place, std::string::npos) << old_text;
        text.replace(place, old_text.size(), new_text);
        ASSERT_TRUE(base::write_file(assets() / file, text));
    }
    [[nodiscard]] std::string line(const std::string& file, const std::string& text) const {
        const auto whole = base::read_file(assets() / file).value();
        const auto end = whole.begin() + static_cast<std::ptrdiff_t>(whole.find(text));
        return (assets() / file).string() + ":" + std::to_string(std::count(whole.begin(), end, '\n') + 1) + ": ";
    }

    test::TempFolder folder_;
    app::KioskConfig config_;
};

TEST_F(Check, FindsNothingWrongWithTheProduct) {
    const auto report = run();
    EXPECT_EQ(all(report), "");
    EXPECT_THAT(report.summary, HasSubstr("questionnaire quick@2"));
    EXPECT_THAT(report.summary, HasSubstr("2 languages"));
}

TEST_F(Check, NamesARecordingThatCannotBePlayed) {
    std::filesystem::create_directory(assets() / "i18n" / "vi" / "audio");
    const auto file = assets() / "i18n" / "vi" / "audio" / "first.question.wav";
    ASSERT_TRUE(base::write_file(file, "not a sound"));
    EXPECT_THAT(only_finding(), HasSubstr(file.string() + ": is no WAV file. Save it as WAV, PCM 16 bit"));
}

TEST_F(Check, NamesARecordingThatNoPromptAsksFor) {
    std::filesystem::create_directories(assets() / "i18n" / "stieng" / "audio");
    const auto file = assets() / "i18n" / "stieng" / "audio" / "first.qestion.wav";
    ASSERT_TRUE(base::write_file(file, "not a sound"));
    EXPECT_THAT(only_finding(), HasSubstr(file.string() + ": no prompt is called so. Name it after a key"));
}

TEST_F(Check, NamesASpokenTextThatIsNone) {
    replace("i18n/vi/say.json", "\"tháng một\"", "1");
    EXPECT_THAT(only_finding(), HasSubstr("i18n/vi/say.json:2: \"say.month.1\" is no text. Write"));
}

TEST_F(Check, NamesAMissingFontAndThePackageToInstall) {
    config_.font = (folder_ / "no-fonts").string();
    const auto report = run();
    ASSERT_FALSE(report.findings.empty());
    EXPECT_EQ(report.findings[0].text(),
              config_.font + "/Inter-Regular.otf: not found. Install the package fonts-inter.");
}

TEST_F(Check, NamesAFileThatIsNoFont) {
    const auto fonts = folder_ / "fonts";
    std::filesystem::copy("/usr/share/fonts/opentype/inter", fonts);
    ASSERT_TRUE(base::write_file(fonts / "Inter-Bold.otf", "not a font"));
    config_.font = fonts.string();
    EXPECT_EQ(only_finding(),
              (fonts / "Inter-Bold.otf").string() + ": not a font. Install the package fonts-inter again.");
}

TEST_F(Check, NamesTheGlyphThatAFontLacksAndTheTextThatNeedsIt) {
    replace("i18n/vi/texts.json", "Bình thường", "Bình ᦀ");
    const auto report = run();
    ASSERT_FALSE(report.findings.empty());
    EXPECT_THAT(report.findings[0].text(), HasSubstr(line("i18n/vi/texts.json", "\"level.3\"") + "font "));
    EXPECT_THAT(report.findings[0].text(), HasSubstr("has no glyph for U+1980 \"ᦀ\""));
}

TEST_F(Check, NamesTheGlyphThatTheNameOfAnOfficeNeeds) {
    config_.office = "Phường ᦀ";
    const auto report = run();
    ASSERT_FALSE(report.findings.empty());
    EXPECT_THAT(report.findings[0].text(), HasSubstr("kiosk.toml: font "));
}

TEST_F(Check, NamesAMissingText) {
    replace("i18n/en/texts.json", " \"level.3\": \"Neutral\",\n", "");
    EXPECT_EQ(only_finding(), (assets() / "i18n/en/texts.json").string() + ":1: text \"level.3\" is missing. Add it.");
}

TEST_F(Check, NamesAnEmptyText) {
    replace("i18n/en/texts.json", "\"Neutral\"", "\"\"");
    EXPECT_EQ(only_finding(), line("i18n/en/texts.json", "\"level.3\"") + "text \"level.3\" is empty. Write it.");
}

TEST_F(Check, NamesATextThatIsNotNfc) {
    replace("i18n/vi/texts.json", "\"Bình thường\"", "\"Bi\u0300nh thường\"");
    const auto report = run();
    ASSERT_FALSE(report.findings.empty());
    EXPECT_THAT(report.findings[0].text(),
                HasSubstr(line("i18n/vi/texts.json", "\"level.3\"") + "text \"level.3\" is not in Unicode form NFC"));
}

TEST_F(Check, NamesAnArgumentThatNobodyFills) {
    replace("i18n/vi/texts.json", "{seconds} giây, máy", "{secnds} giây, máy");
    replace("i18n/en/texts.json", "start in {seconds}", "start in {secnds}");
    const auto report = run();
    ASSERT_EQ(report.findings.size(), 2U) << all(report);
    EXPECT_THAT(report.findings[0].text(), HasSubstr(line("i18n/vi/texts.json", "\"idle.hint\"") +
                                                     "text \"idle.hint\" has {secnds}, which nobody fills"));
}

TEST_F(Check, NamesAnArgumentThatDiffersBetweenLanguages) {
    replace("i18n/en/texts.json", "start in {seconds} s", "start soon");
    EXPECT_EQ(only_finding(), line("i18n/en/texts.json", "\"idle.hint\"") +
                                  "text \"idle.hint\" has other arguments than in vi/texts.json. Use {seconds}.");
}

TEST_F(Check, NamesTheLineOfABrokenLanguageFile) {
    replace("i18n/en/texts.json", "\"Neutral\",", "\"Neutral\"");
    const auto report = run();
    ASSERT_EQ(report.findings.size(), 1U) << all(report);
    EXPECT_THAT(report.findings[0].where, HasSubstr((assets() / "i18n/en/texts.json").string() + ":"));
}

TEST_F(Check, NamesALanguageFileThatIsNotThere) {
    config_.languages = {"vi", "xx"};
    EXPECT_EQ(only_finding(), (assets() / "i18n/xx/pack.json").string() +
                                  ": cannot be read. Put the language pack there, or take \"xx\" out of "
                                  "screen.languages.");
}

TEST_F(Check, NamesALanguageUnderAnothersName) {
    replace("i18n/en/pack.json", "\"language\": \"en\"", "\"language\": \"de\"");
    EXPECT_EQ(only_finding(), line("i18n/en/pack.json", "\"language\"") + "language is \"de\". Write \"en\".");
}

TEST_F(Check, NamesADefaultLanguageThatIsNotOffered) {
    config_.language = "km";
    EXPECT_EQ(only_finding(),
              "kiosk.toml: screen.language is \"km\", which is not in languages. Name one of screen.languages.");
}

TEST_F(Check, NamesTheLineOfABrokenQuestionnaire) {
    replace("questionnaires/quick.json", "\"text\": \"reason.paperwork\", \"icon\": \"paperwork\"",
            "\"text\": \"reason.paperwork\"");
    const auto finding = only_finding();
    EXPECT_THAT(finding, HasSubstr(line("questionnaires/quick.json", "reason.paperwork")));
    EXPECT_THAT(finding, HasSubstr("Name a file of assets/icons"));
}

TEST_F(Check, NamesAQuestionnaireThatIsNotThere) {
    config_.questionnaire = "slow";
    const auto report = run();
    ASSERT_FALSE(report.findings.empty());
    EXPECT_EQ(report.findings[0].text(), (assets() / "questionnaires/slow.json").string() +
                                             ": cannot be read. Name a file of this folder in screen.questionnaire.");
}

TEST_F(Check, NamesTheReasonWhosePictogramIsMissing) {
    std::filesystem::remove(assets() / "icons/waiting.svg");
    const auto finding = only_finding();
    EXPECT_THAT(finding, HasSubstr(line("questionnaires/quick.json", "reason.waiting")));
    EXPECT_THAT(finding, HasSubstr("icons/waiting.svg is not there. Add it, or name another."));
}

TEST_F(Check, NamesAFaceThatCannotBeDrawn) {
    ASSERT_TRUE(base::write_file(assets() / "faces/3.svg", "no picture"));
    EXPECT_THAT(only_finding(), HasSubstr("faces/3.svg cannot be drawn. Save it as plain SVG."));
}

TEST_F(Check, NamesAMissingFace) {
    std::filesystem::remove(assets() / "faces/5.svg");
    EXPECT_THAT(only_finding(), HasSubstr("faces/5.svg is not there"));
}

TEST_F(Check, NamesTheLineOfAWrongSettingAndEndsWithTheUsageCode) {
    const auto file = folder_ / "kiosk.toml";
    ASSERT_TRUE(base::write_file(file, "[screen]\nlanguage = \"vi\"\nlangage = \"en\"\n"));
    app::KioskRequest request;
    request.config = file;
    request.config_named = true;
    request.assets = assets();
    const auto report = app::check(request);
    ASSERT_EQ(report.findings.size(), 1U) << all(report);
    EXPECT_THAT(report.findings[0].text(), HasSubstr(file.string() + ":3: screen.langage: no such setting. Correct"));
    EXPECT_EQ(app::run_check(request), base::ExitCode::usage);
}

TEST_F(Check, NamesAConfigurationThatIsNotThere) {
    app::KioskRequest request;
    request.config = folder_ / "absent.toml";
    request.config_named = true;
    request.assets = assets();
    const auto report = app::check(request);
    ASSERT_EQ(report.findings.size(), 1U) << all(report);
    EXPECT_THAT(report.findings[0].text(), HasSubstr("absent.toml"));
}

TEST_F(Check, NamesALedgerThatANewerVersionWrote) {
    ASSERT_TRUE(base::init_crypto());
    app::KioskRequest request;
    request.config = folder_ / "absent.toml";
    request.assets = assets();
    request.places.root = folder_ / "data";
    ASSERT_TRUE(base::make_folder(request.places.root, 0755));
    ASSERT_TRUE(app::prepare_folders(request.places));
    const auto key = base::Signer::generate();
    domain::Genesis genesis;
    genesis.device = "k25195-1";
    genesis.unit = "25195";
    genesis.dev_key = key.public_key();
    genesis.rand = base::random_token();
    genesis.reason = domain::GenesisReason::enrolled;
    auto ledger = store::Ledger::create(request.places.ledger(), genesis, key);
    ASSERT_TRUE(ledger) << ledger.error().what;
    const auto segment = request.places.ledger() /
                         store::segments_of(request.places.ledger(), ledger->head().chain).value().at(0).folder();
    ASSERT_TRUE(ledger->close());
    EXPECT_TRUE(store::SegmentFile::open_reader(segment).value().check_version());
    {
        SQLite::Database file((segment / "ledger.db").string(), SQLite::OPEN_READWRITE);
        file.exec("PRAGMA user_version=99; CREATE TABLE of_a_newer_version(x)");
    }
    const auto report = app::check(request);
    ASSERT_EQ(report.findings.size(), 1U) << all(report);
    EXPECT_EQ(report.findings[0].text(),
              segment.string() + ": was written by a newer version of this program. Install that version.");
}

TEST_F(Check, EndsWellWithOneLineWhenAllIsRight) {
    app::KioskRequest request;
    request.config = folder_ / "absent.toml";
    request.assets = assets();
    EXPECT_EQ(app::run_check(request), base::ExitCode::ok);
}

}  // namespace hailong::check_test
