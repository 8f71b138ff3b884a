// The staff screens on the three reference panels, in both languages.
#include <gtest/gtest.h>

#include "kiosk/flow/staff.h"
#include "tests/ui/panels.h"

namespace hailong::staff_screens_test {
namespace {

std::vector<flow::View> staff_views(const std::string& language) {
    const base::MonoTime now{base::Millis(1'000'000)};
    flow::StaffState state;
    state.language = language;
    state.since = state.touched = now;
    state.lock.phase = domain::StaffPhase::asking;
    state.lock.challenge = "K7QM-2XPA";
    state.lock.refusal = domain::StaffRefusal::wrong;
    state.page = flow::AtStaffCode{"123"};
    std::vector<flow::View> views{flow::view(state, now)};
    state.page = flow::AtStaffMenu{flow::StickDone{flow::StickOutcome::copied, 3, 4128}};
    flow::StaffReport report;
    report.device = "desk-1";
    report.written = 104'128;
    report.pending = 7;
    report.disk_free_mb = 11'500;
    report.version = "0.1.0";
    report.clock = report.last_contact = "2026-11-23 09:15";
    report.has_agent = true;
    report.problem = "tls_ca";
    report.qr = std::string(320, 'A');
    state.report = report;
    views.push_back(flow::view(state, now));
    state.page = flow::AtStaffTouch{{{{50}, {50}}}, {true}};
    views.push_back(flow::view(state, now));
    state.page = flow::AtStaffClean{now + base::Millis(30'000)};
    views.push_back(flow::view(state, now));
    return views;
}

}  // namespace

TEST(StaffScreens, HaveTargetsOfTwentyMillimetresOnThePanelAndTextsThatFit) {
    for (const auto& [name, panel] : test::reference_panels()) {
        test::CountingTextures textures;
        const auto stage = ui::Stage::open(test::stage_request(panel), textures);
        ASSERT_TRUE(stage) << stage.error().what;
        const auto& m = (*stage)->metrics();
        for (const std::string language : {"vi", "en"}) {
            for (const auto& view : staff_views(language)) {
                const auto frame = test::TapDriver(**stage).settle(view);
                const std::string where = name + " " + std::string(flow::screen_name(view)) + " " + language + " ";
                for (const auto& target : frame.targets) {
                    EXPECT_GE(target.rect.w / m.mm(1), 20) << where << target.id;
                    EXPECT_GE(target.rect.h / m.mm(1), 20) << where << target.id;
                    EXPECT_LE(target.rect.bottom(), m.screen().h) << where << target.id;
                    EXPECT_LE(target.rect.right(), m.screen().w) << where << target.id;
                    EXPECT_TRUE(target.fits) << where << target.id;
                }
                for (const auto& line : frame.lines) {
                    EXPECT_TRUE(line.fits) << where << line.text;
                    EXPECT_LE(line.box.bottom(), m.screen().h) << where << line.text;
                    EXPECT_FALSE(line.text.starts_with("staff.")) << where << line.text;
                }
            }
        }
    }
}

}  // namespace hailong::staff_screens_test
