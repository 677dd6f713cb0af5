"""What ``installer/build.py`` needs: the packages that an office installs, made and proved."""
