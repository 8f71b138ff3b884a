// For ThreadSanitizer builds only: Mesa's software driver is not instrumented, so the sanitizer cannot see how its
// threads keep order, and reports them. Everything of ours is still watched.
extern "C" const char* __tsan_default_suppressions();  // NOLINT(bugprone-reserved-identifier): the sanitizer's name
extern "C" const char* __tsan_default_suppressions() {
    return "race:swrast_dri.so\nmutex:swrast_dri.so\nrace:libgallium\nmutex:libgallium\n";
}
