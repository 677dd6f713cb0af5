/* For the proof under Wine 8 alone, never shipped: the one function of bcryptprimitives.dll that Rust's programs ask for. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(void *, ULONG); /* RtlGenRandom of advapi32 */

__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *into, SIZE_T length)
{
    return SystemFunction036(into, (ULONG)length);
}
