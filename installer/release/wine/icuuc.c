/* For the proof under Wine 8 alone, never shipped: of icuuc.dll, which Windows has since 10, what Qt links to. Each converter
 * is one that isn't there; Qt has its own for Unicode. */
#define NONE(name)                              \
    __declspec(dllexport) void *name(void)      \
    {                                           \
        return 0;                               \
    }
#define FAILS(name, ERROR)                      \
    __declspec(dllexport) void *name(const char *what, int *error) \
    {                                           \
        (void)what;                             \
        *error = ERROR;                         \
        return 0;                               \
    }
FAILS(ucnv_open, 4) /* U_FILE_ACCESS_ERROR */
NONE(ucnv_close)
NONE(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
NONE(UCNV_TO_U_CALLBACK_SUBSTITUTE)
NONE(ucnv_reset)
NONE(ucnv_getMaxCharSize)
NONE(ucnv_getName)
NONE(ucnv_getToUCallBack)
NONE(ucnv_getFromUCallBack)
NONE(ucnv_setToUCallBack)
NONE(ucnv_setFromUCallBack)
NONE(ucnv_cbToUWriteUChars)
NONE(ucnv_toUnicode)
NONE(ucnv_cbFromUWriteUChars)
NONE(ucnv_toUCountPending)
NONE(ucnv_fromUCountPending)
NONE(ucnv_getStandardName)
NONE(ucnv_getAvailableName)
NONE(ucnv_countAvailable)
NONE(ucnv_fromUnicode)
