"""One file that a school handed in → typed rows and findings. No pandas: a limited child process runs this."""
