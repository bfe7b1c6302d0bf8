/* Stands in for Wine's mscms.dll, which aborts in WcsCreateIccProfile: Qt's windows plug-in asks it for the colour profile of
   each screen. This one knows of no profile, and Qt goes on without. Only for the lab of scripts/windows. */
#define EXPORTED __declspec(dllexport)

EXPORTED void *OpenColorProfileA(void *profile, unsigned access, unsigned sharing, unsigned creation) { return 0; }
EXPORTED void *OpenColorProfileW(void *profile, unsigned access, unsigned sharing, unsigned creation) { return 0; }
EXPORTED void *WcsCreateIccProfile(void *profile, unsigned options) { return 0; }
EXPORTED int CloseColorProfile(void *profile) { return 1; }
EXPORTED int GetColorProfileFromHandle(void *profile, unsigned char *bytes, unsigned *size) { if (size) *size = 0; return 0; }
EXPORTED int GetColorDirectoryW(const void *machine, void *folder, unsigned *size) { if (size) *size = 0; return 0; }
