#include "kiosk/domain/score.h"

namespace hailong::domain {

Result<Score> Score::from(int value) {
    if (value < kLowest || value > kHighest) {
        return fail(ErrorCode::bad_input, "a score is 1 to 5, not " + std::to_string(value));
    }
    return Score(value);
}

}  // namespace hailong::domain
