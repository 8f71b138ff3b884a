// Through the real ALSA: a control plugin of ours stands in for a card. No real jack could be tried.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "kiosk/base/files.h"
#include "kiosk/sound/headphones.h"
#include "tests/support/process.h"
#include "tests/support/temp_folder.h"

namespace hailong::sound {
namespace {

using hailong::test::eventually;

class AlsaJack : public testing::Test {
protected:
    AlsaJack() {
        const std::string pipe = (folder_ / "jack").string();
        EXPECT_EQ(mkfifo(pipe.c_str(), 0600), 0);
        pipe_ = open(pipe.c_str(), O_RDWR | O_CLOEXEC);
        const std::string rc =
            "ctl_type.hailong { lib \"" HAILONG_JACK_PLUGIN "\" }\nctl.desk { type hailong pipe \"" + pipe + "\" }\n";
        EXPECT_TRUE(base::write_file(folder_ / "asoundrc", rc));
        setenv("ALSA_CONFIG_PATH", (folder_ / "asoundrc").c_str(), 1);
    }
    ~AlsaJack() override {
        unsetenv("ALSA_CONFIG_PATH");
        close(pipe_);
    }
    void command(char what) const { ASSERT_EQ(write(pipe_, &what, 1), 1); }

    hailong::test::TempFolder folder_;
    int pipe_ = -1;
};

TEST_F(AlsaJack, TellsWhenHeadphonesComeAndGo) {
    const Headphones headphones(alsa_jack("desk", "Headphone Jack"), [] {});
    command('1');
    EXPECT_TRUE(eventually([&] { return headphones.are_plugged(); }));
    command('0');
    EXPECT_TRUE(eventually([&] { return !headphones.are_plugged(); }));
}

TEST_F(AlsaJack, ACardThatIsGoneIsAnError) {
    const auto jack = alsa_jack("desk", "Headphone Jack");
    ASSERT_TRUE(jack->open());
    command('x');
    const auto waited = jack->wait(base::Millis(60'000));
    ASSERT_FALSE(waited);
    EXPECT_EQ(waited.error().code, ErrorCode::environment);
}

TEST_F(AlsaJack, NamesAControlThatTheCardLacks) {
    const auto opened = alsa_jack("desk", "Line Out Jack")->open();
    ASSERT_FALSE(opened);
    EXPECT_THAT(opened.error().what, testing::HasSubstr("has no control \"Line Out Jack\""));
}

TEST_F(AlsaJack, NamesAnAbsentCard) {
    const auto opened = alsa_jack("hw:7", "Headphone Jack")->open();
    ASSERT_FALSE(opened);
    EXPECT_THAT(opened.error().what, testing::HasSubstr("open sound card hw:7"));
}

}  // namespace
}  // namespace hailong::sound
