"""The page ทะเบียน: the file's registers, and the designer of one."""
