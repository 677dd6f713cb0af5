"""The registers (ทะเบียน), one module each: fields, rules, key and owner, declared once."""
