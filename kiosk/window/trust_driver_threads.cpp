// For ThreadSanitizer builds only: Mesa's software driver is not instrumented, nor are Pango and fontconfig, which
// match fonts on a thread of their own; so the sanitizer cannot see how their threads keep order, and reports them.
// Everything of ours is still watched. NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): the
// sanitizer's name
extern "C" const char* __tsan_default_suppressions();
// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): the sanitizer's name
extern "C" const char* __tsan_default_suppressions() {
    return "race:swrast_dri.so\nmutex:swrast_dri.so\nrace:libgallium\nmutex:libgallium\n"
           "race:libfontconfig\nrace:libpango\nrace:libharfbuzz\nrace:libglib\n";
}
