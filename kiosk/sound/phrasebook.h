// Finds the sound of a prompt. A recorded file wins, then the voice rendered by the build; a prompt that a language has
// neither of is spoken in Vietnamese, so that a language may consist of recordings only. Read-only after opening: any
// thread may use it; compose() reads files.
#pragma once

#include <string>
#include <vector>

#include "kiosk/sound/fragments.h"
#include "kiosk/sound/wav.h"

namespace hailong::sound {

inline constexpr std::string_view kReferenceLanguage = "vi";

struct AudioPlaces {
    base::Path assets;    // recordings: <assets>/i18n/<language>/audio/<fragment>.wav
    base::Path rendered;  // by the build: <rendered>/<language>/<fragment>.wav
    base::Path added{};   // packs added without a build, before those of the assets: <added>/<language>; may be empty
};

struct Composition {
    Samples samples;              // empty when nothing can be heard of the prompt
    std::vector<Error> problems;  // recordings that could not be used; something else was spoken in their place
};

class Phrasebook {
public:
    // Reads the spoken texts of every language folder. Errors: bad_input (file, key, remedy).
    [[nodiscard]] static Result<Phrasebook> open(const AudioPlaces& places);

    // The whole prompt, fragments joined without gaps.
    [[nodiscard]] Composition compose(const Prompt& prompt) const;
    // The language in which compose() would speak: the prompt's own or the reference.
    [[nodiscard]] std::string language_of(const Prompt& prompt) const;
    // The words in that language with the arguments filled in; "" when there are only recordings, or nothing at all.
    [[nodiscard]] std::string text(const Prompt& prompt) const;

    // Languages that have spoken texts or recordings, ascending.
    [[nodiscard]] std::vector<std::string> languages() const;
    // Spoken texts of a language; empty when it has none.
    [[nodiscard]] const Texts& texts(std::string_view language) const;
    // Each recording that cannot be used or that nobody asks for, with its remedy. Reads all of them.
    [[nodiscard]] std::vector<Error> check_recordings() const;

private:
    using Pieces = std::vector<Piece>;
    explicit Phrasebook(AudioPlaces places) : places_(std::move(places)) {}
    [[nodiscard]] Pieces pieces(const std::string& language, const std::string& key) const;
    [[nodiscard]] bool has(const std::string& language, const std::string& fragment) const;
    [[nodiscard]] bool can_speak(const std::string& language, const std::string& key) const;
    [[nodiscard]] std::vector<base::Path> packs(const std::string& language) const;
    [[nodiscard]] base::Path recording(const std::string& language, const std::string& fragment) const;
    [[nodiscard]] base::Path rendering(const std::string& language, const std::string& fragment) const;
    void append(const std::string& language, const std::string& fragment, Composition& out) const;

    AudioPlaces places_;
    std::map<std::string, Texts, std::less<>> texts_;
    Texts none_;
};

}  // namespace hailong::sound
