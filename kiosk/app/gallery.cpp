#include "kiosk/app/gallery.h"

#include <functional>
#include <sstream>

#include "kiosk/app/picture_files.h"
#include "kiosk/app/scenes.h"
#include "kiosk/app/stage_setup.h"

namespace hailong::app {
namespace {

constexpr auto kPageHead = R"(<!doctype html>
<meta charset="utf-8">
<title>hailong-kiosk --gallery</title>
<style>
body { font: 16px sans-serif; margin: 24px; background: #ddd }
section { display: flex; flex-wrap: wrap; gap: 16px; align-items: end }
figure { margin: 0 }
img { display: block; max-width: 480px; max-height: 480px; background: #fff }
</style>
)";

// Where no office is configured: pictures without a sign would hide how it stands.
constexpr auto kSomeOffice = "Phường Đồng Xoài";
constexpr auto kItsLine = "Trung tâm Phục vụ hành chính công";

std::string name_of(const NamedPanel& panel, const std::string& language, const Mode& mode, const Scene& scene) {
    std::string name(panel.name);
    for (const std::string_view part : {std::string_view(language), mode.name, scene.name}) {
        name += '-';
        name += part;
    }
    return name;
}

// All forms of one screen side by side.
void write_section(std::ostream& out, const Scene& scene, const flow::Rules& rules) {
    out << "<h2>" << scene.name << "</h2>\n<section>\n";
    for (const NamedPanel& panel : panels()) {
        for (const auto& language : rules.languages) {
            for (const Mode& mode : modes()) {
                if (!is_drawn(scene, mode)) continue;
                const auto name = name_of(panel, language, mode, scene);
                out << "<figure><a href=\"" << name << ".png\"><img loading=\"lazy\" src=\"" << name
                    << ".png\" alt=\"\"></a><figcaption>" << name << "</figcaption></figure>\n";
            }
        }
    }
    out << "</section>\n";
}

std::string page(const flow::Rules& rules) {
    std::ostringstream out;
    out << kPageHead;
    for (const Scene& scene : scenes()) write_section(out, scene, rules);
    return out.str();
}

class Gallery {
public:
    Gallery(const KioskRequest& request, const KioskConfig& config, base::Path folder)
        : request_(request), config_(config), folder_(std::move(folder)) {
        if (!config_.office.empty()) return;
        config_.office = kSomeOffice;
        config_.office_line = kItsLine;
    }

    Result<GallerySummary> run() {
        HL_TRY(rules_, load_rules(config_, request_));
        HL_CHECK(offer_everything(request_, rules_));
        for (const NamedPanel& panel : panels()) HL_CHECK(draw_panel(panel));
        HL_CHECK(files_.finish());
        HL_CHECK(base::write_file(folder_ / "index.html", page(rules_), 0644));
        return std::move(summary_);
    }

private:
    Status draw_panel(const NamedPanel& panel) {
        HL_TRY(const auto surface, window::Offscreen::open({panel.panel.width, panel.panel.height}, kGround));
        PainterTextures textures(surface->painter());
        HL_TRY(const auto stage, stage_for(request_, config_, panel.panel, textures));
        const auto draw = [&](const std::string& name, const Shot& shot) {
            // The first frame begins the transition from the picture before, the second is past its end.
            static_cast<void>(stage->frame(shot.view, shot.at - 2 * ui::kTransition, {}));
            const auto frame = stage->frame(shot.view, shot.at, {});
            note_misfits(name, frame);
            ++summary_.pictures;
            return files_.add(surface->take(frame.data), folder_ / (name + ".png"));
        };
        for (const auto& language : rules_.languages) {
            for (const Mode& mode : modes()) {
                HL_CHECK(draw_scenes({panel, language, mode}, draw));
            }
        }
        return {};
    }

    struct Form {
        const NamedPanel& panel;
        const std::string& language;
        const Mode& mode;
    };
    Status draw_scenes(const Form& form, const std::function<Status(const std::string&, const Shot&)>& draw) const {
        for (const Scene& scene : scenes()) {
            if (!is_drawn(scene, form.mode)) continue;
            HL_CHECK(draw(name_of(form.panel, form.language, form.mode, scene),
                          play(scene, form.mode, form.language, rules_)));
        }
        return {};
    }

    void note_misfits(const std::string& name, const ui::Frame& frame) {
        for (const auto& target : frame.targets) {
            if (!target.fits) summary_.misfits.push_back(name + ": " + target.id);
        }
        for (const auto& line : frame.lines) {
            if (!line.fits) summary_.misfits.push_back(name + ": " + line.text);
        }
    }

    const KioskRequest& request_;
    KioskConfig config_;
    base::Path folder_;
    flow::Rules rules_;
    GallerySummary summary_;
    PictureFiles files_;
};

}  // namespace

Result<GallerySummary> draw_gallery(const KioskRequest& request, const KioskConfig& config, const base::Path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return fail(ErrorCode::io, folder.string() + ": " + error.message() + "; name a folder that can be made");
    return Gallery(request, config, folder).run();
}

}  // namespace hailong::app
