"""计量强制器具检定: records of each instrument, the computed conclusion, certificates, the instruments' register."""
