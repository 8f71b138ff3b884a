#include "tests/ui/colour_science.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hailong::test {
namespace {

using Matrix = std::array<std::array<double, 3>, 3>;

Linear multiply(const Matrix& matrix, const Linear& colour) {
    Linear out{};
    for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t column = 0; column < 3; ++column) out[row] += matrix[row][column] * colour[column];
        out[row] = std::clamp(out[row], 0.0, 1.0);
    }
    return out;
}

double luminance(ui::Rgb colour) {
    const Linear light = to_linear(colour);
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
}

double radians(double degrees) { return degrees * std::numbers::pi / 180; }

double hue(double a, double b) {
    if (a == 0 && b == 0) return 0;
    const double degrees = std::atan2(b, a) * 180 / std::numbers::pi;
    return degrees < 0 ? degrees + 360 : degrees;
}

double pow7_share(double chroma) {
    const double seventh = std::pow(chroma, 7);
    return std::sqrt(seventh / (seventh + std::pow(25.0, 7)));
}

}  // namespace

Linear to_linear(ui::Rgb colour) {
    const auto light = [](std::uint8_t value) {
        const double v = value / 255.0;
        return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    return {light(colour.r), light(colour.g), light(colour.b)};
}

Lab to_lab(const Linear& colour) {
    constexpr Matrix kToXyz{
        {{0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}}};
    constexpr std::array kWhite{0.95047, 1.0, 1.08883};
    std::array<double, 3> f{};
    for (std::size_t row = 0; row < 3; ++row) {
        double value = 0;
        for (std::size_t column = 0; column < 3; ++column) value += kToXyz[row][column] * colour[column];
        const double t = value / kWhite[row];
        f[row] = t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }
    return {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

double contrast(ui::Rgb one, ui::Rgb other) {
    const double a = luminance(one), b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

// Sharma, Wu and Dalal 2005; their table of pairs is a test.
double difference(const Lab& one, const Lab& other) {
    const double c_mean = (std::hypot(one.a, one.b) + std::hypot(other.a, other.b)) / 2;
    const double g = 1 + 0.5 * (1 - pow7_share(c_mean));
    const double a1 = one.a * g, a2 = other.a * g;
    const double c1 = std::hypot(a1, one.b), c2 = std::hypot(a2, other.b);
    const double h1 = hue(a1, one.b), h2 = hue(a2, other.b);
    double dh = h2 - h1;
    if (c1 * c2 == 0) dh = 0;
    if (dh > 180) dh -= 360;
    if (dh < -180) dh += 360;
    const double d_l = other.l - one.l, d_c = c2 - c1;
    const double d_h = 2 * std::sqrt(c1 * c2) * std::sin(radians(dh / 2));
    const double l = (one.l + other.l) / 2, c = (c1 + c2) / 2;
    double h = h1 + h2;
    if (c1 * c2 != 0) h = std::abs(h1 - h2) <= 180 ? h / 2 : (h < 360 ? (h + 360) / 2 : (h - 360) / 2);
    const double t = 1 - 0.17 * std::cos(radians(h - 30)) + 0.24 * std::cos(radians(2 * h)) +
                     0.32 * std::cos(radians(3 * h + 6)) - 0.20 * std::cos(radians(4 * h - 63));
    const double s_l = 1 + 0.015 * (l - 50) * (l - 50) / std::sqrt(20 + (l - 50) * (l - 50));
    const double s_c = 1 + 0.045 * c, s_h = 1 + 0.015 * c * t;
    const double turn = 30 * std::exp(-std::pow((h - 275) / 25, 2));
    const double r = -std::sin(radians(2 * turn)) * 2 * pow7_share(c);
    const double x = d_l / s_l, y = d_c / s_c, z = d_h / s_h;
    return std::sqrt(x * x + y * y + z * z + r * y * z);
}

Linear as_protan(const Linear& colour) {
    return multiply(
        {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}}, colour);
}

Linear as_deutan(const Linear& colour) {
    return multiply(
        {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}}, colour);
}

}  // namespace hailong::test
