// For AddressSanitizer builds only: a library that was loaded stays loaded, so that a report about memory it still
// holds names it and can be judged. Programs that citizens use never contain this.
extern "C" int dlclose(void* handle) noexcept;
extern "C" int dlclose(void*) noexcept { return 0; }
