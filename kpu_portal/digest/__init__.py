"""What is due as an e-mail: the letter, the job that sends it, how it is stopped."""
