"""Other engines that read the same representation: each must agree with the interpreter, which alone proves."""
