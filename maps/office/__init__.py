"""Files of Office: templates of strangers made anew, and packages that are the same whenever they are made."""
