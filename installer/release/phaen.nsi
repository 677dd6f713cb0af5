; The Windows setup: one file, for one user, without an administrator. windows_setup.py gives
;   VERSION "1.0.0"   OUT the setup to write   ICON its icon   SIDE its picture   FILES the script that lays every file   SIZE of the folder, in KB
;   SPACE what has to be free, in MB   STUB a command that is given the setup's own program   SIGNER a command that signs, if any
;
; The new program is laid whole into a folder beside the old one, started once, and put in its place by renaming; whatever
; fails before that leaves the old one as it was.

Unicode true
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel user
SetCompressor /SOLID lzma
SetCompressorDictSize 64
SetDateSave on
CRCCheck force
AllowSkipFiles off
ShowInstDetails nevershow
ShowUninstDetails nevershow
BrandingText " "

!include MUI2.nsh
!include LogicLib.nsh
!include x64.nsh
!include WinVer.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include "${FILES}"

!define MUTEX "Local\PhaenIsRunning"
!define ANOTHER "Local\PhaenIsInstalled" ; held by a setup while it works
!define EXISTS 183 ; ERROR_ALREADY_EXISTS
; What a starter alone doesn't load: windows, the store, what is built for this system.
!define IMPORTED "import PySide6.QtWidgets, PySide6.QtPrintSupport, core.cli.app, core.office, cryptography.x509, lxml.etree, pikepdf, nlpo3"
!define INSTALLED "Software\Microsoft\Windows\CurrentVersion\Uninstall\Phaen"
!define CLASSES "Software\Classes"
!define OLDEST_BUILD 17763 ; Windows 10 1809, the oldest that Qt runs on
!define ARM_RUNS_X64 22000 ; Windows 11, the first on ARM that runs programs for x64
!define TRIES 16 ; half a second apart: a virus scanner may hold a new file for a moment

Name "$(Product)"
OutFile "${OUT}"
!packhdr "${OUT}.stub" '${STUB} "${OUT}.stub"'
!ifdef SIGNER
  !finalize '${SIGNER} "%1"'
  !uninstfinalize '${SIGNER} "%1"'
!endif

VIProductVersion "${VERSION}.0"
!macro Described LANGUAGE PRODUCT WHAT
  VIAddVersionKey /LANG=${LANGUAGE} ProductName "${PRODUCT}"
  VIAddVersionKey /LANG=${LANGUAGE} FileDescription "${WHAT}"
  VIAddVersionKey /LANG=${LANGUAGE} ProductVersion "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} FileVersion "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} CompanyName "The Phaen authors"
  VIAddVersionKey /LANG=${LANGUAGE} LegalCopyright "MIT License, © 2026 The Phaen authors"
!macroend
!insertmacro Described 1054 "แผน" "ตัวติดตั้งโปรแกรมแผน"
!insertmacro Described 1033 "Phaen" "Setup of Phaen"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\phaen.exe"
!define MUI_WELCOMEPAGE_TEXT "$(Welcome)"
!define MUI_FINISHPAGE_TEXT "$(Finished)"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "$(DataStays)"
!define MUI_UNTEXT_FINISH_SUBTITLE "$(DataStays)"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Thai" ; the first is for a Windows in neither
!insertmacro MUI_LANGUAGE "English"

!macro Say NAME THAI ENGLISH
  LangString ${NAME} ${LANG_THAI} "${THAI}"
  LangString ${NAME} ${LANG_ENGLISH} "${ENGLISH}"
!macroend
!insertmacro Say Product "แผน" "Phaen"
!insertmacro Say Welcome \
  "ติดตั้งโปรแกรมแผน รุ่น ${VERSION} สำหรับผู้ใช้นี้ ไม่ต้องใช้สิทธิ์ผู้ดูแลเครื่องและไม่ใช้อินเทอร์เน็ต$\r$\n$\r$\nถ้ามีรุ่นเดิมอยู่แล้ว แฟ้มสำนักงานและการตั้งค่าจะอยู่ครบ" \
  "Installs Phaen ${VERSION} for this user. It needs no administrator and no internet.$\r$\n$\r$\nAn earlier version is replaced; office files and settings stay as they are."
!insertmacro Say Finished \
  "ติดตั้งเสร็จแล้ว เปิดโปรแกรมได้จากเมนูเริ่ม จากหน้าจอ หรือโดยดับเบิลคลิกแฟ้มสำนักงาน (.phaen)" \
  "Phaen is installed. Start it from the start menu, the desktop, or by double-clicking an office file (.phaen)."
!insertmacro Say DataStays \
  "ถอนเฉพาะโปรแกรม แฟ้มสำนักงาน แฟ้มสำรอง และการตั้งค่าของท่านยังอยู่ครบ" \
  "Only the program is removed. Your office files, backups and settings stay as they are."
!insertmacro Say Needs64 \
  "โปรแกรมแผนใช้กับ Windows 64 บิตเท่านั้น แต่เครื่องนี้เป็นแบบอื่น โปรดติดตั้งที่เครื่อง 64 บิต (ยังไม่ได้ติดตั้งสิ่งใด)" \
  "Phaen needs a 64-bit Windows, which this PC doesn't have. Please install it on another PC. Nothing was installed."
!insertmacro Say NeedsWindows10 \
  "โปรแกรมแผนใช้กับ Windows 10 รุ่น 1809 ขึ้นไป แต่เครื่องนี้เก่ากว่านั้น โปรดปรับรุ่น Windows ก่อนแล้วติดตั้งใหม่ (ยังไม่ได้ติดตั้งสิ่งใด)" \
  "Phaen needs Windows 10 version 1809 or newer. Please update Windows, then install again. Nothing was installed."
!insertmacro Say Running \
  "โปรแกรมแผนกำลังเปิดอยู่ โปรดปิดทุกหน้าต่างของโปรแกรม แล้วลองใหม่ (ยังไม่ได้เปลี่ยนสิ่งใด)" \
  "Phaen is open. Please close all its windows, then try again. Nothing was changed."
!insertmacro Say Another \
  "ตัวติดตั้งของแผนเปิดอยู่แล้วอีกหน้าต่างหนึ่ง โปรดรอหน้าต่างนั้นให้เสร็จ (หน้าต่างนี้ไม่ได้เปลี่ยนสิ่งใด)" \
  "Another setup of Phaen is at work. Please wait for it. This one has changed nothing."
!insertmacro Say Held \
  "แฟ้มของท่านใน $INSTDIR.old มีโปรแกรมอื่นเปิดอยู่ โปรดปิดโปรแกรมนั้น หรือย้ายแฟ้มไปที่อื่น แล้วติดตั้งใหม่ (ยังไม่ได้เปลี่ยนสิ่งใด)" \
  "Another program has files of yours in $INSTDIR.old open. Please close it, or move them, then install again. Nothing was changed."
!insertmacro Say Kept \
  "ติดตั้งเสร็จแล้ว แต่แฟ้มของท่านที่เคยอยู่ในโฟลเดอร์โปรแกรมมีโปรแกรมอื่นเปิดอยู่ จึงเก็บไว้ที่ $INSTDIR.old โปรดย้ายไปไว้ในเอกสาร" \
  "Phaen is installed. Files of yours that lay in its folder are open in another program and were kept in $INSTDIR.old: please move them to your documents."
!insertmacro Say Newer \
  "เครื่องนี้มีโปรแกรมแผนรุ่น $1 ซึ่งใหม่กว่ารุ่น ${VERSION} ในตัวติดตั้งนี้ จึงไม่ติดตั้งทับ ใช้รุ่นเดิมต่อได้ทันที" \
  "This PC has Phaen $1, newer than the ${VERSION} of this setup, and keeps it. Nothing was changed."
!insertmacro Say NoSpace \
  "เนื้อที่ว่างในไดรฟ์ $1 เหลือ $2 MB ไม่พอติดตั้ง ต้องมี ${SPACE} MB โปรดย้ายหรือลบแฟ้มที่ไม่ใช้ แล้วลองใหม่ (ยังไม่ได้เปลี่ยนสิ่งใด)" \
  "Drive $1 has $2 MB free, and ${SPACE} MB are needed. Please make room, then try again. Nothing was changed."
!insertmacro Say NotLaid \
  "เขียนแฟ้มของโปรแกรมลงใน $INSTDIR ไม่ครบ โปรดตรวจเนื้อที่ว่างและโปรแกรมป้องกันไวรัส แล้วติดตั้งใหม่ (โปรแกรมรุ่นเดิมและแฟ้มของท่านไม่เปลี่ยน)" \
  "The program could not be written to $INSTDIR. Please check free space and the virus scanner, then install again. Nothing was changed."
!insertmacro Say NotStarted \
  "ติดตั้งลงเครื่องนี้แล้วโปรแกรมเริ่มทำงานไม่ได้ จึงนำออกแล้ว โปรดแจ้งผู้ดูแลพร้อมรุ่นของ Windows (โปรแกรมรุ่นเดิมและแฟ้มของท่านไม่เปลี่ยน)" \
  "The program did not start on this PC and was taken away again. Please tell support, with your version of Windows. Nothing was changed."
!insertmacro Say NotOurs \
  "ไม่พบโปรแกรมแผนใน $INSTDIR จึงไม่ได้ลบสิ่งใด" \
  "There is no Phaen in $INSTDIR. Nothing was removed."
!insertmacro Say Office "แฟ้มสำนักงานของแผน" "Phaen office file"
!insertmacro Say Package "แพ็กเกจของแผน" "Phaen package"

; Says $(SENTENCE), in a box or, installed silently, in phaen-setup.log of the folder for temporary files; then leaves with 3.
!macro Refuse SENTENCE
  StrCpy $0 "$(${SENTENCE})"
  Call ${UN}Refuse
!macroend
!define Refuse "!insertmacro Refuse"

!macro Shared
  Function ${UN}Refuse
    SetErrorLevel 3
    ${If} ${Silent}
      FileOpen $9 "$TEMP\phaen-setup.log" w
      FileWriteUTF16LE /BOM $9 "$0$\r$\n"
      FileClose $9
    ${Else}
      MessageBox MB_OK|MB_ICONEXCLAMATION "$0"
    ${EndIf}
    Quit
  FunctionEnd

  ; Refuses while a Phaen of this user is open: one that is just closing, as when it has started this setup, is waited for;
  ; where somebody can answer, they are asked to close it.
  Function ${UN}RefuseWhileRunning
    ${Do}
      ${For} $9 1 ${TRIES}
        System::Call 'kernel32::OpenMutexW(i 0x100000, i 0, w "${MUTEX}") p .r1'
        ${If} $1 P= 0
          Return
        ${EndIf}
        System::Call 'kernel32::CloseHandle(p r1)'
        Sleep 500
      ${Next}
      ${If} ${Silent}
      ${OrIf} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(Running)" IDCANCEL`
        ${Break}
      ${EndIf}
    ${Loop}
    ${Refuse} Running
  FunctionEnd

  ; Renames $1 to $2, trying for a while; the error flag tells that it couldn't.
  Function ${UN}Move
    ${For} $9 1 ${TRIES}
      ClearErrors
      Rename "$1" "$2"
      ${IfNot} ${Errors}
        Return
      ${EndIf}
      Sleep 500
    ${Next}
    SetErrors
  FunctionEnd
!macroend
; Opens files by a double click, or no longer does.
!macro Opened ENDING KIND WHAT
  WriteRegStr HKCU "${CLASSES}\${ENDING}" "" "${KIND}"
  WriteRegStr HKCU "${CLASSES}\${KIND}" "" "${WHAT}"
  WriteRegStr HKCU "${CLASSES}\${KIND}\DefaultIcon" "" "$INSTDIR\phaen.exe,1"
  WriteRegStr HKCU "${CLASSES}\${KIND}\shell\open\command" "" '"$INSTDIR\phaen.exe" "%1"'
!macroend
!macro Closed ENDING KIND
  ReadRegStr $1 HKCU "${CLASSES}\${ENDING}" ""
  ${If} $1 == "${KIND}"
    DeleteRegKey HKCU "${CLASSES}\${ENDING}"
  ${EndIf}
  DeleteRegKey HKCU "${CLASSES}\${KIND}"
!macroend

!define UN ""
!insertmacro Shared
!undef UN
!define UN "un."
!insertmacro Shared
!undef UN

!define UN ""
Function .onInit
  ; Always here: a folder that is given might hold what isn't ours to replace.
  StrCpy $INSTDIR "$LOCALAPPDATA\Programs\Phaen"
  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "${ANOTHER}") p .r1 ?e' ; held until this setup ends
  Pop $0
  ${If} $0 = ${EXISTS}
    ${Refuse} Another
  ${EndIf}
  ${IfNot} ${RunningX64}
    ${Refuse} Needs64
  ${EndIf}
  ${IfNot} ${AtLeastBuild} ${OLDEST_BUILD}
    ${Refuse} NeedsWindows10
  ${EndIf}
  ${If} ${IsNativeARM64}
  ${AndIfNot} ${AtLeastBuild} ${ARM_RUNS_X64}
    ${Refuse} Needs64
  ${EndIf}
  ReadRegStr $1 HKCU "${INSTALLED}" "DisplayVersion"
  ${If} $1 != ""
  ${AndIf} ${FileExists} "$INSTDIR\app\RELEASE"
    ${VersionCompare} "$1" "${VERSION}" $2
    ${If} $2 = 1
      ${Refuse} Newer
    ${EndIf}
  ${EndIf}
  Call RefuseWhileRunning
  ${GetRoot} "$INSTDIR" $1
  ${DriveSpace} "$1\" "/D=F /S=M" $2
  ${If} $2 != ""
  ${AndIf} $2 < ${SPACE}
    ${Refuse} NoSpace
  ${EndIf}
FunctionEnd

; Full disk, or a scanner that lets no file be written: what was laid goes again.
Function .onInstFailed
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR.new"
  ${Refuse} NotLaid
FunctionEnd

Section
  SetDetailsPrint none ; four thousand names tell nobody anything
  Call RefuseWhileRunning ; since the first look
  RMDir /r "$INSTDIR.new"
  ${IfNot} ${FileExists} "$INSTDIR\*.*"
    Rename "$INSTDIR.old" "$INSTDIR" ; a power cut came between the two renamings
  ${EndIf}
  Call EmptyOld ; of a setup before this one
  ${If} ${FileExists} "$INSTDIR.old\*.*"
    ${Refuse} Held
  ${EndIf}
  ClearErrors
  !insertmacro Lay "$INSTDIR.new"
  WriteUninstaller "$INSTDIR.new\uninstall.exe"
  SetOutPath "$TEMP"
  ${If} ${Errors}
    Call .onInstFailed
  ${EndIf}
  nsExec::Exec '"$INSTDIR.new\phaenctl.exe" --version'
  Pop $0
  ${If} $0 == 0
    nsExec::Exec '"$INSTDIR.new\python\python.exe" -I -X utf8 -c "${IMPORTED}"'
    Pop $0
  ${EndIf}
  ${If} $0 != 0
    RMDir /r "$INSTDIR.new"
    ${Refuse} NotStarted
  ${EndIf}
  Call PutInPlace
  Call EmptyOld
  Call TellWindows
  ${If} ${FileExists} "$INSTDIR.old\*.*"
    MessageBox MB_OK|MB_ICONINFORMATION "$(Kept)" /SD IDOK
  ${EndIf}
SectionEnd

; The new program in place of the old one, or the old one as it was.
Function PutInPlace
  ${If} ${FileExists} "$INSTDIR\*.*"
    StrCpy $1 "$INSTDIR"
    StrCpy $2 "$INSTDIR.old"
    Call Move
    ${If} ${Errors}
      RMDir /r "$INSTDIR.new"
      ${Refuse} Running
    ${EndIf}
  ${EndIf}
  StrCpy $1 "$INSTDIR.new"
  StrCpy $2 "$INSTDIR"
  Call Move
  ${If} ${Errors}
    Rename "$INSTDIR.old" "$INSTDIR"
    RMDir /r "$INSTDIR.new"
    ${Refuse} NotLaid
  ${EndIf}
FunctionEnd

; Takes the old program away. What else lay in its folder goes to the new one's, or stays where another program has it open.
Function EmptyOld
  RMDir /r "$INSTDIR.old\python"
  RMDir /r "$INSTDIR.old\lib"
  RMDir /r "$INSTDIR.old\app"
  Delete "$INSTDIR.old\phaen.exe"
  Delete "$INSTDIR.old\phaenctl.exe"
  Delete "$INSTDIR.old\uninstall.exe"
  FindFirst $3 $4 "$INSTDIR.old\*.*"
  ${DoWhile} $4 != ""
    ${If} $4 != "."
    ${AndIf} $4 != ".."
      StrCpy $1 "$INSTDIR.old\$4"
      StrCpy $2 "$INSTDIR\$4"
      Call Move
    ${EndIf}
    FindNext $3 $4
  ${Loop}
  FindClose $3
  RMDir "$INSTDIR.old" ; only where it is empty
FunctionEnd

Function TellWindows
  ReadRegStr $1 HKCU "${INSTALLED}" "DisplayVersion"
  CreateShortcut "$SMPROGRAMS\แผน.lnk" "$INSTDIR\phaen.exe"
  ${If} $1 == "" ; who has taken it from the desktop doesn't get it again
    CreateShortcut "$DESKTOP\แผน.lnk" "$INSTDIR\phaen.exe"
  ${EndIf}
  WriteRegStr HKCU "${INSTALLED}" "DisplayName" "แผน"
  WriteRegStr HKCU "${INSTALLED}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${INSTALLED}" "DisplayIcon" "$INSTDIR\phaen.exe"
  WriteRegStr HKCU "${INSTALLED}" "Publisher" "The Phaen authors"
  WriteRegStr HKCU "${INSTALLED}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${INSTALLED}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${INSTALLED}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${INSTALLED}" "EstimatedSize" ${SIZE}
  WriteRegDWORD HKCU "${INSTALLED}" "NoModify" 1
  WriteRegDWORD HKCU "${INSTALLED}" "NoRepair" 1
  !insertmacro Opened ".phaen" "Phaen.Office" "$(Office)"
  !insertmacro Opened ".phaenx" "Phaen.Package" "$(Package)"
  ${RefreshShellIcons}
FunctionEnd

!undef UN

!define UN "un."
Function un.onInit
  ${IfNot} ${FileExists} "$INSTDIR\app\RELEASE"
    ${Refuse} NotOurs
  ${EndIf}
  Call un.RefuseWhileRunning
FunctionEnd

Section un.Phaen
  SetOutPath "$TEMP"
  ; A folder in use can't be renamed: then nothing has been taken away yet.
  RMDir /r "$INSTDIR\python.old"
  StrCpy $1 "$INSTDIR\python"
  StrCpy $2 "$INSTDIR\python.old"
  Call un.Move
  ${If} ${Errors}
    ${Refuse} Running
  ${EndIf}
  RMDir /r "$INSTDIR\python.old"
  RMDir /r "$INSTDIR\lib"
  RMDir /r "$INSTDIR\app"
  Delete "$INSTDIR\phaen.exe"
  Delete "$INSTDIR\phaenctl.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; only where nothing else lies in it
  Delete "$SMPROGRAMS\แผน.lnk"
  Delete "$DESKTOP\แผน.lnk"
  DeleteRegKey HKCU "${INSTALLED}"
  !insertmacro Closed ".phaen" "Phaen.Office"
  !insertmacro Closed ".phaenx" "Phaen.Package"
  ${RefreshShellIcons}
SectionEnd
