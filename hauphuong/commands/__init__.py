"""The commands of `hauphuong`, one to a module, with the options that each understands. What they do stands elsewhere."""
