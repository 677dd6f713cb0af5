/* phaen.exe and phaenctl.exe: this process becomes the Python of the folder python beside it, and runs one module.
 *
 * Python is told that its program is python\python.exe, so what it starts by sys.executable is a plain interpreter.
 * MODULE is the module to run. The mutex tells the setup that the program is in use.
 */
#include <windows.h>
#include <wchar.h>

#define LONGEST 32768 /* a path's characters, as Windows allows at most */
#define BROKEN L"โปรแกรมแผนในโฟลเดอร์นี้ไม่ครบ โปรดติดตั้งใหม่ด้วยตัวติดตั้งรุ่นเดิม แฟ้มสำนักงานของท่านไม่ได้รับผลกระทบ"

typedef void(__cdecl *set_program_name)(const wchar_t *);
typedef int(__cdecl *run_main)(int, wchar_t **);

static wchar_t folder[LONGEST], library[LONGEST], program[LONGEST];

static int run(int count, wchar_t **given)
{
    wchar_t *begin[] = {given[0], L"-I", L"-X", L"utf8", L"-m", MODULE};
    const int own = sizeof begin / sizeof *begin;
    wchar_t **all = HeapAlloc(GetProcessHeap(), 0, (own + count) * sizeof *all);
    HMODULE python = NULL;
    set_program_name name = NULL;
    run_main start = NULL;

    CreateMutexW(NULL, FALSE, L"Local\\PhaenIsRunning"); /* kept until the process ends */
    if (GetModuleFileNameW(NULL, folder, LONGEST) && wcsrchr(folder, L'\\')) {
        *wcsrchr(folder, L'\\') = 0;
        _snwprintf(library, LONGEST - 1, L"%ls\\python\\python311.dll", folder);
        _snwprintf(program, LONGEST - 1, L"%ls\\python\\python.exe", folder);
        python = LoadLibraryExW(library, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    }
    if (python) {
        name = (set_program_name)GetProcAddress(python, "Py_SetProgramName");
        start = (run_main)GetProcAddress(python, "Py_Main");
    }
    if (!all || !name || !start) {
        MessageBoxW(NULL, BROKEN, L"แผน", MB_OK | MB_ICONERROR);
        return 1;
    }
    for (int i = 0; i < own; i++)
        all[i] = begin[i];
    for (int i = 1; i < count; i++)
        all[own + i - 1] = given[i];
    all[own + count - 1] = NULL;
    name(program);
    return start(own + count - 1, all);
}

#ifdef WINDOWED
int WINAPI wWinMain(HINSTANCE instance, HINSTANCE before, wchar_t *line, int show)
{
    int count;
    wchar_t **given = CommandLineToArgvW(GetCommandLineW(), &count);

    return given ? run(count, given) : 1;
}
#else
int wmain(int count, wchar_t **given)
{
    return run(count, given);
}
#endif
