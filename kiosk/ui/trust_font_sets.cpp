// For AddressSanitizer builds only: fontconfig's sets of characters point to their parts by offsets, which
// LeakSanitizer cannot follow, so that it takes for lost what a living configuration holds. Everything of ours is still
// watched.
// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): the sanitizer's name
extern "C" const char* __lsan_default_suppressions();
// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): the sanitizer's name
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig\n"; }
