; Setup of Warifu Desk for Windows (seed 003: the folder is the user's choice). For the user alone: it asks for no administrator.
; Given on the command line: VERSION, FILES (what is installed), OUT, REMOVAL (commands that delete it), LICENSE, ICON, PICTURE.
Target amd64-unicode
SetCompressor /SOLID lzma
ManifestDPIAware true
RequestExecutionLevel user
!include MUI2.nsh

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\WarifuDesk"
!define SCHEME "Software\Classes\warifu"

Name "$(ProductName)"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Warifu Desk"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
BrandingText "Warifu Desk ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 "ProductName" "Warifu Desk"
VIAddVersionKey /LANG=0 "FileDescription" "Setup of Warifu Desk"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "LegalCopyright" "Apache License 2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${PICTURE}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\warifu-desk-window.exe"
!define MUI_FINISHPAGE_RUN_PARAMETERS "window"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${LICENSE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Japanese"
!insertmacro MUI_LANGUAGE "English"
LangString ProductName ${LANG_JAPANESE} "割符デスク"
LangString ProductName ${LANG_ENGLISH} "Warifu Desk"
LangString Running ${LANG_JAPANESE} "割符デスクが動いています。終了してから、もう一度お試しください。"
LangString Running ${LANG_ENGLISH} "Warifu Desk is running. Quit it, then try again."

; A program that runs holds its file: nothing is changed before it has ended.
!macro MustBeClosed
  IfFileExists "$INSTDIR\warifu-desk-window.exe" 0 +6
  ClearErrors
  FileOpen $0 "$INSTDIR\warifu-desk-window.exe" a
  IfErrors 0 +3
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(Running)" /SD IDOK
    Abort
  FileClose $0
!macroend

Section
  !insertmacro MustBeClosed
  SetOutPath "$INSTDIR"
  File /r "${FILES}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\$(ProductName).lnk" "$INSTDIR\warifu-desk-window.exe" "window"
  CreateShortcut "$DESKTOP\$(ProductName).lnk" "$INSTDIR\warifu-desk-window.exe" "window"
  WriteRegStr HKCU "${SCHEME}" "" "URL:Warifu Desk"
  WriteRegStr HKCU "${SCHEME}" "URL Protocol" ""
  WriteRegStr HKCU "${SCHEME}\shell\open\command" "" '"$INSTDIR\warifu-desk-window.exe" window -- "%1"'
  WriteRegStr HKCU "${KEY}" "DisplayName" "$(ProductName)"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\warifu-desk-window.exe"
  WriteRegStr HKCU "${KEY}" "Publisher" "Warifu"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
SectionEnd

; Keys and certificates stay: they are the user's, in his own folder.
Section "Uninstall"
  !insertmacro MustBeClosed
  !include "${REMOVAL}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\$(ProductName).lnk"
  Delete "$DESKTOP\$(ProductName).lnk"
  DeleteRegKey HKCU "${SCHEME}"
  DeleteRegKey HKCU "${KEY}"
  DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "WarifuDesk"
SectionEnd
