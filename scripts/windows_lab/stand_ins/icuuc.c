/* Stands in for the icuuc.dll that Windows 10 has and Wine has not. Qt6Core imports these functions and asks them only for
   encodings other than UTF-8, UTF-16 and Latin-1: there are none here, ucnv_open fails as ICU does for an unknown name,
   and nothing else is ever called. Only for the lab of scripts/windows. */
#define EXPORTED __declspec(dllexport)
#define FILE_ACCESS_ERROR 4

EXPORTED void *ucnv_open(const char *name, int *error) { *error = FILE_ACCESS_ERROR; return 0; }
EXPORTED const char *ucnv_getAvailableName(int number) { return 0; }
EXPORTED const char *ucnv_getStandardName(const char *name, const char *standard, int *error) { *error = FILE_ACCESS_ERROR; return 0; }
EXPORTED int ucnv_countAvailable(void) { return 0; }

#define NEVER_CALLED(name) EXPORTED void name(void) { __builtin_trap(); }
NEVER_CALLED(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
NEVER_CALLED(UCNV_TO_U_CALLBACK_SUBSTITUTE)
NEVER_CALLED(ucnv_reset)
NEVER_CALLED(ucnv_getMaxCharSize)
NEVER_CALLED(ucnv_getName)
NEVER_CALLED(ucnv_getToUCallBack)
NEVER_CALLED(ucnv_getFromUCallBack)
NEVER_CALLED(ucnv_setToUCallBack)
NEVER_CALLED(ucnv_setFromUCallBack)
NEVER_CALLED(ucnv_cbToUWriteUChars)
NEVER_CALLED(ucnv_cbFromUWriteUChars)
NEVER_CALLED(ucnv_toUnicode)
NEVER_CALLED(ucnv_fromUnicode)
NEVER_CALLED(ucnv_toUCountPending)
NEVER_CALLED(ucnv_fromUCountPending)
EXPORTED void ucnv_close(void *converter) {}
