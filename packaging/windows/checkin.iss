; SPDX-License-Identifier: GPL-3.0-or-later
; The installer for Windows, for Inno Setup 6.3 or newer:  iscc /DVersion=1.2.3 packaging\windows\checkin.iss
; after `pyinstaller build_installer.spec` on Windows, or both by `scripts/windows installer` under Wine (docs/windows.md).

#ifndef Version
  #error "Say which: /DVersion=1.2.3"
#endif

[Setup]
AppId={{6E1B5C0B-5B0E-4B1B-9D63-2E7B0C1D9A41}
AppName=Checkin
AppVersion={#Version}
AppVerName=Checkin {#Version}
AppPublisher=Checkin
VersionInfoVersion={#Version}
DefaultDirName={autopf}\Checkin
DefaultGroupName=Checkin
DisableProgramGroupPage=yes
WizardStyle=modern
; All paths below are relative to SourceDir, the folder of the project.
SourceDir=..\..
LicenseFile=LICENSE
OutputDir=dist
OutputBaseFilename=checkin-{#Version}-windows-x86_64
SetupIconFile=build\icons\checkin.ico
UninstallDisplayIcon={app}\checkin-desk.exe
Compression=lzma2
SolidCompression=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
; For one person without an administrator, unless somebody asks for everybody: /ALLUSERS.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog commandline
ChangesAssociations=yes
; While Checkin is open nothing is installed over it and nothing is taken away (checkin/devices/computer.py).
AppMutex=Checkin-is-running,Global\Checkin-is-running
SetupMutex=Checkin-is-being-installed,Global\Checkin-is-being-installed
CloseApplications=no

[Languages]
Name: "fr"; MessagesFile: "compiler:Languages\French.isl"
Name: "en"; MessagesFile: "compiler:Default.isl"

[CustomMessages]
fr.EventFile=Événement Checkin
en.EventFile=Checkin event

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[Files]
Source: "dist\checkin\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[InstallDelete]
; Parts of an older version must not stay among those of the new one.
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\Checkin"; Filename: "{app}\checkin-desk.exe"
Name: "{autodesktop}\Checkin"; Filename: "{app}\checkin-desk.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\.checkin"; ValueType: string; ValueData: "Checkin.Event"; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\Checkin.Event"; ValueType: string; ValueData: "{cm:EventFile}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Checkin.Event\DefaultIcon"; ValueType: string; ValueData: "{app}\checkin-desk.exe,0"
Root: HKA; Subkey: "Software\Classes\Checkin.Event\shell\open\command"; ValueType: string; ValueData: """{app}\checkin-desk.exe"" ""%1"""

[Run]
; Phones on the same network reach the desk (docs/phones.md). Without an administrator Windows asks at the first time.
Filename: "{sys}\netsh.exe"; Parameters: "advfirewall firewall delete rule name=""Checkin"""; Flags: runhidden; Check: IsAdminInstallMode
Filename: "{sys}\netsh.exe"; Parameters: "advfirewall firewall add rule name=""Checkin"" dir=in action=allow protocol=TCP profile=any program=""{app}\checkin-desk.exe"""; Flags: runhidden; Check: IsAdminInstallMode
Filename: "{sys}\netsh.exe"; Parameters: "advfirewall firewall add rule name=""Checkin"" dir=in action=allow protocol=TCP profile=any program=""{app}\checkin.exe"""; Flags: runhidden; Check: IsAdminInstallMode
Filename: "{app}\checkin-desk.exe"; Description: "{cm:LaunchProgram,Checkin}"; Flags: nowait postinstall skipifsilent

[UninstallRun]
Filename: "{sys}\netsh.exe"; Parameters: "advfirewall firewall delete rule name=""Checkin"""; Flags: runhidden; RunOnceId: "Firewall"; Check: IsAdminInstallMode
